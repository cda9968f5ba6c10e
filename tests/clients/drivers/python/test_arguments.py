import dataclasses
import datetime
import decimal
import enum
import typing
import unittest
import uuid

from parity_driver.arguments import bind, coerce, decode, moment


class Colour(enum.Enum):
    RED = "red"


@dataclasses.dataclass
class Point:
    x: int
    colour: Colour = Colour.RED


class Options:
    def __init__(self, name: str, colour: typing.Optional[Colour] = None):
        self.name, self.colour = name, colour


class Connection:
    def __init__(self, transport):
        self.transport = transport


class ArgumentsTest(unittest.TestCase):
    def test_a_class_whose_constructor_declares_its_values_is_built(self):
        made = coerce({"name": "n", "colour": "red"}, Options)
        self.assertEqual((made.name, made.colour), ("n", Colour.RED))
        self.assertEqual(coerce({"transport": 1}, Connection), {"transport": 1})

    def test_a_text_becomes_a_uuid_if_the_annotation_says_so(self):
        given = "00000000-0000-4000-8000-000000000001"
        self.assertEqual(coerce(given, typing.Optional[uuid.UUID]), uuid.UUID(given))

    def test_a_required_callback_is_given_and_its_arguments_are_recorded(self):
        def method(name, done: typing.Callable[[dict], None], progress: typing.Optional[typing.Callable] = None):
            done({"name": name, "progress": progress})

        heard = []
        args, kwargs = bind(method, {"name": "n"}, heard.append)
        method(*args, **kwargs)
        self.assertEqual(heard, [{"name": "n", "progress": None}])

    def test_values_of_star_args_come_after_the_other_positional_values(self):
        def method(kind, *ids: str, limit=0):
            return kind, ids, limit

        args, kwargs = bind(method, {"kind": "k", "ids": ["a", "b"], "limit": 3})
        self.assertEqual(method(*args, **kwargs), ("k", ("a", "b"), 3))

    def test_tagged_values_become_python_values(self):
        self.assertEqual(decode({"$type": "bytes", "base64": "aGk="}), b"hi")
        moment_given = decode({"$type": "datetime", "value": "2031-05-06T07:08:09Z"})
        self.assertEqual(moment_given.tzinfo, datetime.timezone.utc)

    def test_a_time_may_have_any_number_of_digits_in_its_fraction(self):
        self.assertEqual(moment("2031-05-06T07:08:09.5").microsecond, 500_000)
        self.assertEqual(moment("2031-05-06T07:08:09.123456789+01:00").microsecond, 123_456)

    def test_a_dict_becomes_a_model_if_the_annotation_says_so(self):
        made = coerce({"x": 1, "colour": "red"}, typing.Optional[Point])
        self.assertEqual(made, Point(1, Colour.RED))

    def test_a_number_of_seconds_becomes_a_duration_if_the_annotation_says_so(self):
        self.assertEqual(coerce(90.5, typing.Optional[datetime.timedelta]), datetime.timedelta(seconds=90.5))

    def test_a_number_becomes_a_decimal_if_the_annotation_says_so(self):
        self.assertEqual(repr(coerce(41001.5, typing.Optional[decimal.Decimal])), "Decimal('41001.5')")
        self.assertEqual(repr(coerce(41001.5, typing.Union[decimal.Decimal, float])), "41001.5")

    def test_a_value_that_does_not_fit_the_annotation_stays_unchanged(self):
        self.assertEqual(coerce("blue", Colour), "blue")

    def test_a_positional_only_parameter_is_given_by_position(self):
        def method(a, /, b, *, c=None):
            return a, b, c

        args, kwargs = bind(method, {"a": 1, "b": 2})
        self.assertEqual((args, kwargs), ([1], {"b": 2}))
