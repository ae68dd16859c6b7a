"""Wrong difference quotients, with the h that is given and with an h of the student's own."""

from course.checking import Mistake


def with_own_h(name, sentence, formula):
    """Return a mistake, formula(f, x, h), and the same with another h than the given one."""
    return (
        Mistake(name, sentence, lambda f, x, h=1e-5: formula(f, x, h)),
        Mistake.with_number(
            f"{name}_with_own_h",
            f"{sentence}; and use the h that is given",
            lambda own: lambda f, x, h=1e-5: formula(f, x, own),
            1e-2,
            (1e-8, 0.5),
        ),
    )
