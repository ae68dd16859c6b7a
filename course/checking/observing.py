"""General observations: what can be said of a wrong answer that no mistake names.

Each observer looks at the usual cases of one part and returns an Observation,
or None where it has nothing to say. The first one that speaks is
heard, so the plainest causes stand first.
"""

from course.checking.cutting import cut_here_and_there, whole_numbers
from course.checking.forms import (
    in_brackets,
    list_shape,
    nothing_returned,
    one_of_several,
    other_count,
    other_kind,
    other_shape,
    swapped,
    transposed,
)
from course.checking.values import (
    constant_ratio,
    given_back,
    not_a_number,
    one_slice,
    only_some_cases,
    scaled_change,
    unused_input,
)
from course.checking.view import Observation, View

OBSERVERS = (
    nothing_returned,
    other_count,
    swapped,
    given_back,
    unused_input,
    other_kind,
    list_shape,
    in_brackets,
    one_of_several,
    transposed,
    other_shape,
    not_a_number,
    constant_ratio,
    scaled_change,
    whole_numbers,
    cut_here_and_there,
    one_slice,
    only_some_cases,
)


def observe(view: View) -> Observation:
    """Return what is to be said of a wrong part; there is always something."""
    for observer in OBSERVERS:
        found = observer(view)
        if found:
            return found
    return Observation("wrong_value", "the values are not right")
