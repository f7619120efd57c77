"""What separates the views: how many words a question has, and how much work people have."""

from hypothesis import given
from hypothesis import strategies as some

from sociable.knowledge.expertise.fusion import PLENTY, weights_for


@given(some.integers(0, 5_000), some.floats(1, 1e6))
def test_documents_and_profiles_share_out_one(words: int, work: float) -> None:
    weights = weights_for(words, work)
    assert abs(weights["documents"] + weights["profiles"] - 1) < 1e-9
    assert min(weights.values()) >= 0


def test_a_few_words_want_profiles_and_a_message_wants_documents() -> None:
    assert weights_for(2, PLENTY)["profiles"] > 0.9
    assert weights_for(30, PLENTY)["documents"] > 0.9


def test_few_words_say_less_for_profiles_where_people_have_a_few_things() -> None:
    weights = [weights_for(3, work)["profiles"] for work in (1, 3, PLENTY, 100)]
    assert weights[0] < weights[1] < weights[2] == weights[3]
    assert weights_for(6, 1) == weights_for(6, 100), "more words are no reason for profiles anyway"
