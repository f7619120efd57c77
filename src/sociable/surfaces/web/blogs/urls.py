"""Addresses of the blogs: to read, at the desk, in a feed reader."""

from django.urls import path, register_converter

from sociable.surfaces.web.blogs import asking, desk, feeds, leading, reading, sitemap, writing


class Form:
    """The end of a feed's address."""

    regex = "rss|atom|json"

    def to_python(self, value: str) -> str:
        return value

    to_url = to_python


register_converter(Form, "form")

urlpatterns = [
    path("blogs/<slug:blog>/feed.<form:form>", feeds.of_blog, name="blog-feed"),
    path("people/<int:id_>/feed.<form:form>", feeds.of_person, name="person-feed"),
    path("tags/<path:tag>/feed.<form:form>", feeds.of_tag, name="tag-feed"),
    path("blogs/", reading.blogs, name="blogs"),
    path("blogs/<slug:blog>/", reading.blog, name="blog"),
    path("blogs/<slug:blog>/<slug:slug>/", reading.post, name="post"),
    path("desk/", desk.desk, name="desk"),
    path("desk/answer/<int:id_>/", asking.say, name="say-of-comment"),
    path("desk/ask/<int:id_>/", asking.ask, name="ask-for-comment"),
    path("desk/blogs/<slug:blog>/", leading.lead, name="lead-blog"),
    path("desk/feeds/", leading.my_feeds, name="my-feeds"),
    path("robots.txt", sitemap.robots, name="robots"),
    path("sitemap.xml", sitemap.sitemap, name="sitemap"),
    path("desk/new-blog/", desk.open_one, name="open-blog"),
    path("desk/new/<slug:blog>/", writing.begin, name="write"),
    path("desk/<int:id_>/", writing.post, name="write-post"),
]
