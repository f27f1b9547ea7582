"""Taking the archive offline: a plan, what it comes to, and carrying it out."""

from achie_tui.sync.events import Progress, Report, Stage
from achie_tui.sync.execution import Sync
from achie_tui.sync.lock import alone
from achie_tui.sync.plan import Estimate, Plan, estimate
from achie_tui.sync.services import Services

__all__ = ["Estimate", "Plan", "Progress", "Report", "Services", "Stage", "Sync", "alone", "estimate"]
