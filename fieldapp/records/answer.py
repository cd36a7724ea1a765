"""An answer of a screening."""

from fieldapp.domain.fields import LONG_TEXT, field
from fieldapp.domain.record import Record


class Answer(
    Record,
    type_name="answer",
    title="Answer",
    zone="police",
    icon="mdi6.comment-check-outline",
    label=("question",),
    parent="screening",
    sort="question",
    area="people",
    part=True,
):
    """What one question of a screening was answered, and how that is known. Blank is never "no".

    Its id follows from the screening and the question, so that two laptops answering one question meet in one record.
    """

    screening: str | None = field("Screening", link="screening", required=True)
    question: str | None = field("Question", max_length=2_000, required=True)
    value: str | None = field("Answer", max_length=LONG_TEXT)
    known: str | None = field("How it is known", vocabulary="answer_known")
    language: str | None = field("Language shown", max_length=60)
