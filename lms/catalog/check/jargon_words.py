"""Words of a trade that its customers need not know."""

SOFTWARE = (
    *("API", "backend", "back end", "backlog", "bandwidth", "browser build", "bug fix", "build", "cache", "commit"),
    *("config", "cron job", "database", "debug", "deploy", "deployment", "edge case", "endpoint", "exception"),
    *("firmware", "front end", "frontend", "hotfix", "integrity check", "instance", "latency", "legacy", "log file"),
    *("merge", "middleware", "migration", "null", "parser", "patch", "payload", "port", "production", "protocol"),
    *("query", "race condition", "regression", "release", "replica", "repository", "rollback", "rollout", "runtime"),
    *("schema", "script", "server", "session", "sprint", "stack", "staging", "sync state", "timeout", "token"),
)
OFFICE = (
    *("SLA", "KPI", "CRM", "ERP", "escalate", "escalation", "onboarding", "stakeholder", "deliverable", "touch base"),
    *("ticket number", "triage", "tier two", "second level", "roadmap", "workflow", "best practice", "synergy"),
)
MONEY = (
    *("accrual", "ageing list", "allocation", "clearing account", "credit memo", "debtor", "dunning", "dunning level"),
    *("general ledger", "ledger", "liquidity", "payables", "posting", "proforma", "receivables", "reconciliation"),
    *("remittance", "write-off"),
)
GOODS = (
    *("ASN", "back order", "backorder", "batch release", "bill of lading", "consignment", "cut-off", "cycle count"),
    *("deviation", "drop shipment", "lead time", "lot", "non-conformance", "NCR", "OTIF", "pick list", "POD", "QC"),
    *("RMA", "SKU", "slotting", "tolerance", "waybill"),
)
SELLING = ("ARR", "churn", "conversion", "cross-sell", "funnel", "pipeline", "quota", "upsell", "value proposition")

JARGON = (*SOFTWARE, *OFFICE, *MONEY, *GOODS, *SELLING)
