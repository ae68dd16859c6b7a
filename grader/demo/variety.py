"""The same right answer, written by many hands: changes to code that leave what it computes."""

import ast
import copy
from random import Random

from grader.judge.trees import nodes

# What people call the same things; a class's names are as different as its people.
WORDS = ("value", "out", "res", "tmp", "acc", "inner", "part", "total", "current", "found", "arr")
REMARKS = (
    "see the formula above",
    "checked on paper",
    "TODO: tidy up",
    "shapes first, then the rest",
    "my second try",
    "works, I do not quite see why",
    "one line for each step",
    "from my notes",
    "rows are examples",
    "slow but clear",
    "asked in the forum about this one",
    "n examples at once",
)
# What tells that arrays may have three axes, of which np.dot makes something else than @.
THREE_AXES = ("swapaxes", "axis=-1", "axis=-2", "...")


def rewritten(source: str, rng: Random) -> str:
    """Return a cell's code as another person would write it; what it computes stays."""
    tree = ast.parse(source)
    loops = (node for node in nodes(tree) if isinstance(node, ast.For))
    walked = {n.id for f in loops for n in nodes(f.target) if isinstance(n, ast.Name)}
    hand = _Hand(rng, walked)
    if hand.matmul == "dot" and any(words in source for words in THREE_AXES):
        hand.matmul = "matmul"
    tree = hand.visit(tree)
    for function in [node for node in tree.body if isinstance(node, ast.FunctionDef)]:
        for _ in range(rng.randint(0, 4)):
            _name_a_part(function, rng)
        rename(function, rng)
    return noted(ast.unparse(tree) + "\n", rng)


def noted(source: str, rng: Random) -> str:
    """Return code with a remark of its writer's, or with none."""
    remark = rng.choice((*REMARKS, *[""] * len(REMARKS)))
    return f"# {remark}\n{source}" if remark else source


class _Hand(ast.NodeTransformer):
    """A person's habits: each way of writing is taken or left once for all of a cell.

    walked: the names that loops give.
    """

    def __init__(self, rng: Random, walked: set[str]):
        self.walked = walked  # what loops give a value, which may be changed in place
        self.functions = rng.random() < 0.5
        self.matmul = rng.choice(("@", "dot", "matmul"))
        self.squares = rng.random() < 0.4
        self.turns = rng.random() < 0.5
        self.loops = rng.random() < 0.5
        self.names_results = rng.random() < 0.5
        self.add = rng.choice(("+", "turned", "add"))
        self.asks_otherwise = rng.random() < 0.4
        self.in_full = rng.random() < 0.5

    def visit_Lambda(self, node: ast.Lambda) -> ast.AST:
        return node

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        self.generic_visit(node)
        match node.op:
            case ast.MatMult() if self.matmul != "@":
                return _numpy(self.matmul, node.left, node.right)
            case ast.Add() if self.add == "add" and _is_array(node):
                return _numpy("add", node.left, node.right)
            case ast.Add() if self.add == "turned" and _is_array(node):
                return ast.BinOp(node.right, node.op, node.left)
            case ast.Pow() if self.squares and _is_two(node.right) and _is_name(node.left):
                return ast.BinOp(node.left, ast.Mult(), copy.deepcopy(node.left))
            case ast.Mult() if self.turns:
                return ast.BinOp(node.right, node.op, node.left)
        return node

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        match node.func:
            case ast.Attribute(value=ast.Name(id="np"), attr="sum" | "mean" as name) if (
                not self.functions and len(node.args) == 1 and _is_name(node.args[0])
            ):
                return ast.Call(ast.Attribute(node.args[0], name, ast.Load()), [], node.keywords)
            case ast.Attribute(value=ast.Name(id=owner), attr="sum" | "mean" as name) if (
                self.functions and owner != "np" and not node.args
            ):
                call = _numpy(name, ast.Name(owner, ast.Load()))
                call.keywords = node.keywords
                return call
        return node

    def visit_If(self, node: ast.If) -> ast.AST:
        self.generic_visit(node)
        if self.asks_otherwise and node.orelse:
            return ast.If(ast.UnaryOp(ast.Not(), node.test), node.orelse, node.body)
        return node

    def visit_AugAssign(self, node: ast.AugAssign) -> ast.AST:
        self.generic_visit(node)
        if self.in_full and isinstance(node.target, ast.Name) and node.target.id not in self.walked:
            value = ast.BinOp(ast.Name(node.target.id, ast.Load()), node.op, node.value)
            return _assigned(node.target, value)
        return node

    def visit_Return(self, node: ast.Return) -> ast.AST | list[ast.stmt]:
        self.generic_visit(node)
        if self.loops and isinstance(node.value, ast.ListComp) and _plain(node.value):
            return _as_loop(node.value)
        if self.names_results and node.value is not None:
            named = _assigned(ast.Name("result", ast.Store()), node.value)
            return [named, ast.Return(ast.Name("result", ast.Load()))]
        return node


def _numpy(name: str, *arguments: ast.expr) -> ast.Call:
    return ast.Call(
        ast.Attribute(ast.Name("np", ast.Load()), name, ast.Load()), list(arguments), []
    )


def _assigned(target: ast.expr, value: ast.expr) -> ast.Assign:
    """Return an assignment; where it stands matters to nobody, but has to be a number."""
    return ast.Assign([target], value, lineno=1)


def _is_array(node: ast.BinOp) -> bool:
    """Return whether a side of a sum is plainly a matrix product: lists are not added so."""
    return any(_is_product(side) for side in (node.left, node.right))


def _is_product(node: ast.AST) -> bool:
    match node:
        case ast.Call(func=ast.Attribute(value=ast.Name(id="np"), attr="dot" | "matmul")):
            return True
        case ast.BinOp(op=ast.MatMult()):
            return True
    return False


def _is_two(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value == 2


def _is_name(node: ast.expr) -> bool:
    return isinstance(node, ast.Name)


def _plain(node: ast.ListComp) -> bool:
    return len(node.generators) == 1 and not node.generators[0].ifs


def _as_loop(node: ast.ListComp) -> list[ast.stmt]:
    """Return the statements of a loop that gathers what a list comprehension would."""
    (generator,) = node.generators
    gathered = ast.Name("gathered", ast.Load())
    append = ast.Call(ast.Attribute(gathered, "append", ast.Load()), [node.elt], [])
    return [
        _assigned(ast.Name("gathered", ast.Store()), ast.List([], ast.Load())),
        ast.For(generator.target, generator.iter, [ast.Expr(append)], [], lineno=1),
        ast.Return(gathered),
    ]


def _name_a_part(function: ast.FunctionDef, rng: Random) -> None:
    """Give a part of some statement of the function's own level a name, on a line before it."""
    places = [
        (n, statement)
        for n, statement in enumerate(function.body)
        if isinstance(statement, (ast.Assign, ast.Return))
    ]
    rng.shuffle(places)
    for place, statement in places:
        parts = _parts(statement.value) if statement.value else []
        if parts:
            part = rng.choice(parts)
            name = f"{rng.choice(WORDS)}_{len(function.body)}"
            value = copy.copy(part)
            _replace(statement, part, ast.Name(name, ast.Load()))
            function.body.insert(place, _assigned(ast.Name(name, ast.Store()), value))
            return


def _parts(value: ast.expr) -> list[ast.expr]:
    """Return the parts of an expression that are computed once, whatever the rest of it does."""
    found: list[ast.expr] = []
    waiting: list[ast.AST] = [value]
    while waiting:
        node = waiting.pop()
        if isinstance(node, (ast.Lambda, ast.IfExp, ast.BoolOp, ast.ListComp, ast.GeneratorExp)):
            continue
        if node is not value and isinstance(node, (ast.BinOp, ast.Call)):
            found.append(node)
        waiting.extend(ast.iter_child_nodes(node))
    return found


def _replace(statement: ast.stmt, part: ast.expr, new: ast.expr) -> None:
    for node in nodes(statement):
        for name, field in ast.iter_fields(node):
            if field is part:
                setattr(node, name, new)
            elif isinstance(field, list) and any(item is part for item in field):
                field[:] = [new if item is part else item for item in field]


def rename(function: ast.FunctionDef, rng: Random) -> None:
    """Give the function's own variables other names; its arguments' names stay."""
    if any(isinstance(n, (ast.Lambda, ast.FunctionDef)) for s in function.body for n in nodes(s)):
        return
    found = nodes(function)
    arguments = {a.arg for a in found if isinstance(a, ast.arg)}
    stored = {n.id for n in found if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    own = sorted(stored - arguments)
    names = {old: f"{rng.choice(WORDS)}{n}" for n, old in enumerate(own)}
    for node in found:
        if isinstance(node, ast.Name):
            node.id = names.get(node.id, node.id)
