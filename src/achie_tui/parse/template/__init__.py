"""What several pages of one site tell that one page cannot.

The site's own lists say of each article what its title and its date are; so the chains of elements that show these on
some pages are those of all pages of the template. Its text is what stands on no other page. Pure: pages in, data out.
"""

from achie_tui.parse.template.knowledge import SiteTemplates, Template
from achie_tui.parse.template.learning import Learner
from achie_tui.parse.template.traits import Traits
from achie_tui.parse.view import Listed

__all__ = ["Learner", "Listed", "SiteTemplates", "Template", "Traits"]
