"""How the numbers and operations of a computation graph are written, in pictures and words."""

NUMBER = "number"  # the title of a leaf without a name
SIGNS = {"+": "+", "-": "−", "*": "×", "/": "÷", "neg": "−( )"}
RAISED = str.maketrans("0123456789.-", "⁰¹²³⁴⁵⁶⁷⁸⁹·⁻")


def sign_of(node):
    """Return a node's operation as it is written in mathematics; "" for a leaf."""
    if node.operation.startswith("** "):
        return "( )" + node.operation[3:].translate(RAISED)
    if node.operation.endswith(" **"):
        return node.operation[:-3] + "ˣ"
    return SIGNS.get(node.operation, node.operation or ("f" if node.inputs else ""))


def short(value, digits=3):
    """Return a number as a drawing shows it: three digits that count, a true minus sign."""
    value = float(value) + 0.0  # turns -0.0 into 0.0
    text = f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.{digits}g}"
    return text.replace("-", "−")


def value_text(value):
    """Return a value as it is written: it flows forwards."""
    return f"→ {short(value)}"


def gradient_text(gradient):
    """Return a gradient as it is written: it flows backwards."""
    return f"← {short(gradient)}"


def slope_text(slope):
    """Return a local gradient as it is written: it is multiplied along its edge."""
    return f"×{short(slope)}"
