import collections
import dataclasses
import typing
import unittest

from parity_driver.faults import EMPTY
from parity_driver.records import is_record, record_fields


@dataclasses.dataclass
class Order:
    name: str
    count: int = 3
    tags: list = dataclasses.field(default_factory=list)


class Options(typing.TypedDict, total=False):
    name: str


Pair = collections.namedtuple("Pair", "a b", defaults=[2])


class RecordsTest(unittest.TestCase):
    def test_the_fields_of_a_dataclass_know_whether_they_are_required(self):
        told = [(name, required) for name, _, required, _ in record_fields(Order)]
        self.assertEqual(told, [("name", True), ("count", False), ("tags", False)])

    def test_a_typed_dict_may_leave_its_members_out(self):
        self.assertEqual(record_fields(Options), [("name", str, False, EMPTY)])

    def test_a_named_tuple_has_its_defaults(self):
        self.assertEqual([(name, default) for name, _, _, default in record_fields(Pair)], [("a", EMPTY), ("b", 2)])

    def test_a_plain_class_is_no_record(self):
        self.assertFalse(is_record(dict))
        self.assertTrue(is_record(Order))
