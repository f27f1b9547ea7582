"""Taking the archive offline: a plan, what it comes to, and carrying it out."""

from achie_tui.sync.events import Progress, Report, Stage
from achie_tui.sync.lock import alone
from achie_tui.sync.plan import Estimate, Plan, estimate
from achie_tui.sync.run import Sync

__all__ = ["Estimate", "Plan", "Progress", "Report", "Stage", "Sync", "alone", "estimate"]
