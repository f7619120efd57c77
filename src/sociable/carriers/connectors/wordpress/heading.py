"""What an export says first: the blog, whoever wrote, and the tree of categories and tags."""

from collections.abc import Iterator

from django.urls import reverse

from sociable.carriers.connectors.wordpress.book import Book, address_of
from sociable.carriers.connectors.wordpress.xml import OPENING, as_html, plain, said
from sociable.people.models import Person


def head(book: Book) -> str:
    blog = book.blog
    home = book.home + reverse("blog", args=[blog.slug]).rstrip("/")
    return "".join(
        [
            OPENING,
            plain("title", as_html(blog.name)),
            plain("link", home),
            plain("description", as_html(blog.about)),
            plain("language", (blog.languages.split() or ["en"])[0]),
            plain("wp:wxr_version", "1.2"),
            plain("wp:base_site_url", book.home),
            plain("wp:base_blog_url", home),
            *authors(book),
            *map(term, book.terms),
            plain("generator", "https://wordpress.org/?v=6.1"),
        ]
    )


def authors(book: Book) -> Iterator[str]:
    for number, (id_, login) in enumerate(book.people.items(), 1):
        person = Person.objects.get(pk=id_)
        yield "".join(
            [
                "<wp:author>",
                plain("wp:author_id", number),
                said("wp:author_login", login),
                said("wp:author_email", address_of(person)),
                said("wp:author_display_name", person.name),
                "</wp:author>\n",
            ]
        )


def term(one: tuple[str, str, str, str, str]) -> str:
    domain, slug, name, parent, about = one
    names = {
        "category": ("category", "category_nicename", "category_parent", "cat_name", "category_description"),
        "post_tag": ("tag", "tag_slug", "", "tag_name", "tag_description"),
    }.get(domain, ("term", "term_slug", "term_parent", "term_name", "term_description"))
    said_of = zip(names[1:], (slug, parent, as_html(name), about), strict=True)
    taxonomy = said("wp:term_taxonomy", domain) if names[0] == "term" else ""
    inside = "".join(said(f"wp:{key}", value) for key, value in said_of if key and (value or "parent" not in key))
    return f"<wp:{names[0]}>\n{taxonomy}{inside}</wp:{names[0]}>\n"
