"""The pages that people read: HTML in two languages for every resource and for what leads to them.

A *section* knows a family of pages: it names their paths and writes one of them. :class:`keikaku.web.pages.all_pages.Pages`
holds the sections; the static site writes all of their pages to files, the server answers with one.
"""
