import re
from typing import Any

import django.db.models.deletion
from django.db import migrations, models

ADDRESS = re.compile(r"/files/(\d{1,15})/")


def note(apps: Any, schema_editor: Any) -> None:
    """The files that drafts show already, as far as one of their writers brought them."""
    post, file, picture = (
        apps.get_model("blogs", "Post"),
        apps.get_model("things", "File"),
        apps.get_model("blogs", "Picture"),
    )
    for one in post.objects.filter(text__contains="/files/").iterator():
        named = {int(number) for number in ADDRESS.findall(one.text)}
        for shown in file.objects.filter(pk__in=named, by__in=one.hands.values("person")):
            picture.objects.get_or_create(post=one, file=shown, defaults={"by_id": shown.by_id})


class Migration(migrations.Migration):
    dependencies = [
        ("blogs", "0003_sources"),
        ("people", "0005_own_word"),
        ("things", "0003_questions_asked"),
    ]

    operations = [
        migrations.CreateModel(
            name="Picture",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.person"
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="things.file"),
                ),
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="pictures", to="blogs.post"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("post", "file"), name="blogs_picture_once")],
            },
        ),
        migrations.RunPython(note, migrations.RunPython.noop),
    ]
