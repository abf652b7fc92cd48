"""Our own JSON in, values of the shape that another room defines out. The only user of cattrs for JSON."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, Any, TypeVar

import attrs

from pledges.exceptions import UnreadableFileError

if TYPE_CHECKING:
    from cattrs import Converter

Shape = TypeVar("Shape")


def load(content: bytes, shape: type[Shape]) -> Shape:
    """Return the value of `shape` that `content`, JSON written by this package, holds.

    For every document, `load(render(document), Document) == document`. Raises `UnreadableFileError` with the reason
    `damaged` where the bytes are no JSON, and `wrong-type` where they are JSON of another shape, naming the place.
    """
    from cattrs import BaseValidationError, transform_error  # noqa: PLC0415 - keeps `import pledges` light

    try:
        data = json.loads(content)
    except ValueError:
        raise UnreadableFileError("damaged", "This is not JSON, or it is not complete.") from None
    try:
        return _converter().structure(data, shape)
    except BaseValidationError as error:
        # The place only: cattrs' own words can quote what stands there.
        place = transform_error(error)[0].rpartition(" @ ")[2]
        raise UnreadableFileError("wrong-type", f"This is JSON of another shape: see {place}.") from None


def _converter() -> Converter:
    from cattrs import Converter  # noqa: PLC0415 - keeps `import pledges` light
    from cattrs.gen import make_dict_structure_fn, override  # noqa: PLC0415 - as above

    converter = Converter(forbid_extra_keys=False)

    def structure_record(record: type) -> Any:  # noqa: ANN401 - cattrs' own type for a hook
        renamed: dict[str, Any] = {
            field.name: override(rename=field.metadata["json"])
            for field in attrs.fields(record)
            if "json" in field.metadata
        }
        return make_dict_structure_fn(record, converter, **renamed)

    converter.register_structure_hook_factory(attrs.has, structure_record)
    converter.register_structure_hook(dt.date, lambda text, _: dt.date.fromisoformat(text))
    for kind in (str, int, bool):
        converter.register_structure_hook(kind, _as_it_is)
    return converter


def _as_it_is(value: object, kind: type) -> object:
    """Return a value that already is of its kind; cattrs alone would turn null into the word None."""
    if type(value) is not kind:
        message = f"no {kind.__name__}"
        raise TypeError(message)
    return value
