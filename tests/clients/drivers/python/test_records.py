import collections
import dataclasses
import decimal
import os
import tempfile
import typing
import unittest
import uuid

from parity_driver.faults import EMPTY
from parity_driver.records import is_record, record_fields, resolved_hints


@dataclasses.dataclass
class Order:
    name: str
    count: int = 3
    tags: list = dataclasses.field(default_factory=list)


class Options(typing.TypedDict, total=False):
    name: str


Pair = collections.namedtuple("Pair", "a b", defaults=[2])


CHECKED = """
from __future__ import annotations
import typing
from typing import TYPE_CHECKING
if TYPE_CHECKING:
    import uuid
    from decimal import Decimal

def create(at: typing.Optional[Decimal], by: typing.List[uuid.UUID]):
    pass
"""


class RecordsTest(unittest.TestCase):
    def test_an_annotation_that_cannot_be_evaluated_does_not_hide_the_others(self):
        def method(a: "Order", b: "Missing[int]"):
            return a, b

        self.assertEqual(resolved_hints(method), {"a": Order})

    def test_a_name_that_is_imported_for_type_checkers_only_is_resolved(self):
        with tempfile.TemporaryDirectory() as folder:
            file = os.path.join(folder, "acme_checked.py")
            with open(file, "w") as opened:
                opened.write(CHECKED)
            scope = {"__file__": file, "__package__": "", "__name__": "acme_checked"}
            exec(compile(CHECKED, file, "exec"), scope)
            self.assertEqual(resolved_hints(scope["create"]), {"at": typing.Optional[decimal.Decimal], "by": typing.List[uuid.UUID]})

    def test_the_fields_of_a_dataclass_without_a_default_are_required(self):
        told = [(name, required) for name, _, required, _ in record_fields(Order)]
        self.assertEqual(told, [("name", True), ("count", False), ("tags", False)])

    def test_the_members_of_a_typed_dict_can_be_optional(self):
        self.assertEqual(record_fields(Options), [("name", str, False, EMPTY)])

    def test_required_members_of_a_typed_dict_are_found_even_if_annotations_are_postponed(self):
        postponed = typing.TypedDict("Postponed", {"name": "typing.Required[str]", "size": "int"}, total=False)
        self.assertEqual([(name, required) for name, _, required, _ in record_fields(postponed)], [("name", True), ("size", False)])

    def test_the_defaults_of_a_named_tuple_are_found(self):
        self.assertEqual([(name, default) for name, _, _, default in record_fields(Pair)], [("a", EMPTY), ("b", 2)])

    def test_a_plain_class_is_not_a_record(self):
        self.assertFalse(is_record(dict))
        self.assertTrue(is_record(Order))
