from lms.reports.jobs.views import editing, pages, publishing, sign_offs, trace, versions

blueprint = pages.blueprint

__all__ = ["blueprint", "editing", "pages", "publishing", "sign_offs", "trace", "versions"]
