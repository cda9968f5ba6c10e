import dataclasses
import datetime
import enum
import typing
import unittest
import uuid

from parity_driver.faults import EMPTY
from parity_driver.hints import Hints, describe_field


Deep = typing.Union[str, typing.Dict[str, "Deep"], typing.List["Deep"]]


class Size(enum.Enum):
    BIG = "big"
    SMALL = "small"


@dataclasses.dataclass
class Node:
    name: str
    next: typing.Optional["Node"] = None


def hint(annotation):
    return Hints({__name__}, globals()).of(annotation)


class HintsTest(unittest.TestCase):
    def test_scalar_types_have_their_names(self):
        kinds = [hint(each)["kind"] for each in (str, int, float, bool, bytes, datetime.datetime, None)]
        self.assertEqual(kinds, ["string", "integer", "number", "boolean", "bytes", "datetime", "null"])

    def test_a_duration_is_a_number_of_seconds(self):
        self.assertEqual([hint(datetime.timedelta), hint("timedelta")], [{"kind": "number"}, {"kind": "number"}])

    def test_lists_maps_and_unions_contain_the_types_of_their_items(self):
        self.assertEqual(hint(typing.List[int]), {"kind": "list", "of": {"kind": "integer"}})
        self.assertEqual(hint(typing.Dict[str, bool]), {"kind": "map", "of": {"kind": "boolean"}})
        self.assertEqual(hint(typing.Optional[str]), {"kind": "union", "of": [{"kind": "string"}, {"kind": "null"}]})

    def test_an_enumeration_lists_its_values(self):
        self.assertEqual(hint(Size), {"kind": "literal", "values": ["big", "small"]})

    def test_a_uuid_is_a_text_with_the_format_uuid(self):
        self.assertEqual(hint(uuid.UUID), {"kind": "string", "format": "uuid"})
        self.assertEqual(hint("Missing.UUID"), {"kind": "string", "format": "uuid"})

    def test_a_class_of_the_client_differs_from_a_built_in_class_of_the_same_name(self):
        self.assertEqual(hint(type("Container", (), {"__module__": "acme"})), {"kind": "any"})

    def test_the_description_of_a_model_that_contains_itself_ends(self):
        fields = hint(Node)["fields"]
        self.assertEqual([each["name"] for each in fields], ["name", "next"])

    def test_the_description_of_a_union_that_contains_itself_ends(self):
        told = hint(Deep)
        self.assertEqual([each["kind"] for each in told["of"]], ["string", "map", "list"])

    def test_a_type_that_is_too_large_is_cut_and_its_parameter_is_reported(self):
        hints = Hints({__name__}, globals())
        hints.budget.left = 3
        describe_field(("body", typing.Tuple[int, str, bool, float], True, EMPTY), hints)
        self.assertEqual(hints.budget.cut, {"body"})

    def test_an_annotation_that_cannot_be_evaluated_is_read_as_text(self):
        self.assertEqual(hint("list[str] | None")["of"][0], {"kind": "list", "of": {"kind": "string"}})

    def test_an_annotation_that_cannot_be_read_gives_any_type(self):
        self.assertEqual(hint("][")["kind"], "any")
