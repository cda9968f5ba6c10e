import dataclasses
import datetime
import unittest

from parity_driver.encode import ITEMS, Encoder


@dataclasses.dataclass
class Order:
    name: str
    inner: object = None


class Record:
    def __init__(self, data):
        self._data = data

    def __getattr__(self, name):
        try:
            return self.__dict__["_data"][name]
        except KeyError:
            raise AttributeError(name)


def encode(value):
    return Encoder(set(), ()).encode(value, 0)


class EncodeTest(unittest.TestCase):
    def test_plain_json_stays_unchanged(self):
        self.assertEqual(encode({"a": [1, None, True, "x"]}), {"a": [1, None, True, "x"]})

    def test_a_model_is_encoded_with_class_and_fields(self):
        told = encode(Order("o1"))
        self.assertEqual(told["$type"], "object")
        self.assertEqual(told["fields"], {"name": "o1", "inner": None})

    def test_attributes_that_an_object_computes_from_private_maps_are_read(self):
        told = Encoder({Record.__module__.split(".")[0]}, ()).encode(Record({"name": "n"}), 0)
        self.assertEqual(told["fields"], {"name": "n"})

    def test_an_object_without_readable_members_is_not_encoded_as_an_empty_object(self):
        self.assertEqual(encode(Record({}))["$type"], "opaque")

    def test_a_time_keeps_its_offset_and_gets_none_if_it_has_none(self):
        self.assertEqual(encode(datetime.datetime(2031, 1, 2))["value"], "2031-01-02T00:00:00")

    def test_a_duration_is_encoded_in_seconds(self):
        self.assertEqual(encode(datetime.timedelta(minutes=1.5)), 90.0)

    def test_an_object_that_contains_itself_is_cut(self):
        order = Order("o1")
        order.inner = order
        self.assertEqual(encode(order)["fields"]["inner"]["text"], "contains itself")

    def test_a_long_list_is_cut_and_the_number_of_further_items_is_given(self):
        told = encode(list(range(ITEMS + 5)))
        self.assertEqual(told[-1]["text"], "5 more items")

    def test_a_dict_with_a_member_type_differs_from_a_tagged_value(self):
        self.assertEqual(encode({"$type": "bytes"})["fields"], {"$type": "bytes"})
