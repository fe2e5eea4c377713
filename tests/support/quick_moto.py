"""moto with less work for the same answers: tests ask it more than fifty thousand times.

`make prove` runs the tests marked `plain_moto_too` without any of this.
"""

from collections import deque
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from copy import deepcopy
from functools import cache, lru_cache
from typing import Any
from unittest.mock import patch

from moto import backend_index
from moto.core import models, responses
from moto.core.serialize import BaseJSONSerializer
from moto.dynamodb.comparisons import ConditionExpressionParser
from moto.dynamodb.parsing import ast_nodes, expressions
from moto.dynamodb.parsing.validators import ActionCountValidator, OverlappingPathsValidator

_serialize_structure = BaseJSONSerializer._serialize_type_structure
_NODE: Any = vars(ast_nodes)["Node"]
_TRAVERSER: Any = vars(ast_nodes)["DepthFirstTraverser"]
_UPDATES: Any = vars(expressions)["UpdateExpressionParser"]
_method_names = vars(responses)["method_names_from_class"]
_lex = ConditionExpressionParser._lex_condition_expression

_NODES = (_NODE,)
_is_one_of: Any = cache(lambda kinds, kind: issubclass(kind, kinds))


def _structure(serializer: Any, serialized: dict[str, Any], value: Any, shape: Any, key: str) -> None:
    """Serialize a dictionary with the names of the model's own members, without a search for any other names of them."""
    members = shape.members
    picker = serializer._value_picker
    if type(value) is not dict or shape.is_document_type or picker.response_transformers or not value.keys() <= members.keys():
        _serialize_structure(serializer, serialized, value, shape, key)
        return
    wrapper: dict[str, Any] = {} if key else serialized
    for name, member in members.items():
        if value.get(name) is not None:
            serializer._serialize(wrapper, value[name], member, name)
    if key:
        serializer._default_serialize(serialized, wrapper, shape, key)


def _traverse(traverser: Any, root: Any) -> Any:
    """Process the tree under `root` as moto does, but ask for the classes to be processed once, not at every node."""
    if isinstance(traverser, ActionCountValidator | OverlappingPathsValidator):
        return traverser.process(root)  # what is wrong in a part is wrong in the whole
    kinds = traverser.nodes_to_be_processed()

    def visit(node: Any, child_id: int = -1) -> Any:
        if not _is_one_of(_NODES, type(node)):
            return node
        parent = node.parent
        for position, child in enumerate(node.children or ()):
            traverser.pre_processing_of_child(node, position)
            visit(child, position)
        if _is_one_of(kinds, type(node)):
            node = traverser.process(node)
            node.parent = parent
            if parent:
                parent.children[child_id] = node
        return node

    return visit(root)


def _copy_of_node(node: Any, memo: dict[int, Any]) -> Any:
    """Copy a node with the tree under it. The parent of its root stays out."""
    copied = object.__new__(type(node))
    vars(copied).update(vars(node), parent=None)
    if isinstance(node.children, list):
        copied.children = [deepcopy(child, memo) for child in node.children]
        for child in copied.children:
            if _is_one_of(_NODES, type(child)):
                child.parent = copied
    return copied


@lru_cache(1024)
def _lexed(expression: str | None) -> tuple[Any, ...]:
    return tuple(_lex(ConditionExpressionParser(expression, None, None)))


def _lexed_nodes(parser: ConditionExpressionParser) -> deque[Any]:
    return deque(_lexed(parser.condition_expression))


@contextmanager
def quick_moto() -> Iterator[None]:
    """Until the block ends, moto computes its answers faster. It does not intercept the library `requests`."""
    patterns = backend_index.backend_url_patterns
    with ExitStack() as replaced:
        for owner, name, replacement in (
            (BaseJSONSerializer, "_serialize_type_structure", _structure),
            (_TRAVERSER, "traverse", _traverse),
            (_NODE, "__deepcopy__", _copy_of_node),
            (_UPDATES, "make", lru_cache(1024)(_UPDATES.make)),
            (ConditionExpressionParser, "_lex_condition_expression", _lexed_nodes),
            (responses, "method_names_from_class", cache(_method_names)),
            (models, "RESPONSES_METHODS", []),
            (backend_index, "backend_url_patterns", sorted(patterns, key=lambda each: each[0] != "dynamodb")),
        ):
            replaced.enter_context(patch.object(owner, name, replacement, create=name == "__deepcopy__"))
        yield
