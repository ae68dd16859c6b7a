"""What the exercises of lesson 03 have in common: two ways to visit a graph, neither an order."""


def first_visits(root):
    """Return the nodes in the order in which a recursion first meets them, the root first."""
    order, seen = [], set()

    def visit(node):
        if node not in seen:
            seen.add(node)
            order.append(node)
            for source in node.inputs:
                visit(source)

    visit(root)
    return order


def levels(root):
    """Return the nodes level by level, the root first."""
    order, seen = [root], {root}
    for node in order:
        for source in node.inputs:
            if source not in seen:
                seen.add(source)
                order.append(source)
    return order
