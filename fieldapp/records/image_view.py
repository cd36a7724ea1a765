"""A look at an image that is distressing to look at."""

from fieldapp.domain.fields import Instant, field
from fieldapp.domain.record import Record


class ImageView(
    Record,
    type_name="image_view",
    title="Look at an image",
    plural="Looks at images",
    zone="police",
    icon="mdi6.eye-outline",
    label=("viewed_at",),
    parent="attachment",
    columns=("viewed_at", "viewer", "reason"),
    sort="-viewed_at",
    area="people",
    part=True,
):
    """Who looked, when and why: the measure of what each member of the team is exposed to."""

    attachment: str | None = field("Attachment", link="attachment", required=True)
    viewer: str | None = field("Who looked", max_length=40, required=True)
    viewed_at: Instant | None = field("When", required=True)
    reason: str | None = field("Why", max_length=300, required=True)
