/** The house as ARCHITECTURE.md draws it: what the architecture test holds every folder and file to. */

/** A folder imports itself and folders before it in this list. Those not built yet keep their place. */
export const order = [
	'platform',
	'i18n',
	'ui',
	// Whoever writes mails stands below it, and it knows none of them.
	'mail',
	'territory',
	'committees',
	'partners',
	'people',
	'signin',
	'strategy',
	'places',
	'help',
	'materials',
	'videos',
	'cases',
	'programmes',
	'activities',
	'planning',
	'returns',
	'checks',
	'contests',
	'opportunities',
	'figures',
	'announcements',
	'audit',
	'doors',
	'consultation',
	'demonstration',
	'field',
	'routes',
	'application',
] as const;

/** Files a capability may have besides README, model, input, store, actions, jobs, components and tests; each with its reason. */
export const moreFiles: Record<string, string> = {
	'mail/compose.ts': 'a letter set as text and as a page: a form of its own',
	'mail/smtp.server.ts': 'how a mail server is asked and what its answers mean',
	'committees/naming.ts': 'how a committee is called in documents and lists: words, so not in the model',
	'people/access.ts': 'the table of who may do what: asked by the hooks, by pages and by this test',
	'people/may.ts': 'what whoever reads a page may do, for its components',
	'people/naming.ts': 'who did something, in words: so not in the model',
	'signin/membership.server.ts': 'seats and accounts that change, with what that means for sessions and invitations',
	'signin/letters.ts': 'the three letters about an account',
	'signin/asking.server.ts': 'the first proof: a link or a code by mail',
	'signin/passkeys.server.ts': 'WebAuthn: what is asked of a browser, and whether its answer is true',
	'signin/totp.server.ts': 'authenticator apps and recovery codes',
	'signin/entering.server.ts': 'the second proof, and proving again',
	'signin/enrolment.server.ts': 'invitations, and the first factor',
	'signin/account.server.ts': 'what people do with their own account',
	'signin/cookies.server.ts': 'the cookies of a sign-in, all in one place',
	'signin/factors.server.ts': 'the SQL of factors: the store was too long for one file',
	'signin/person.server.ts': 'an account as a whole: disabled, exported, erased',
	'signin/retention.server.ts': 'the job that takes away what is kept no longer',
	'people/rights.ts': 'the table of access as people read it',
	'people/retention.ts': 'the table of what is kept of persons: asked by a page and by the job',
	'figures/evidence.ts': 'figures from what the reporting views say: the values and their records',
	'figures/disclosure.ts': 'what a public page may say of the records of a figure',
	'figures/records.ts': 'the records of a figure as the desk and a spreadsheet read them',
	'figures/reading.ts': 'a figure as a page about it reads, at the desk and in public',
	'figures/naming.ts': 'figures and records in words',
	'announcements/tokens.ts': 'figure tokens in text: read, rendered, warned about',
	'announcements/prose.ts': 'how institutions decline and lists read',
	'announcements/drafting.ts': 'paragraphs from evidence: the large part of the model',
	'announcements/document.ts': 'an announcement set once for every format',
	'announcements/editing.server.ts': 'what the editor at the desk shows and takes',
	'announcements/html.server.ts': 'one of the three formats',
	'announcements/docx.server.ts': 'one of the three formats',
	'announcements/pdf.server.ts': 'one of the three formats, run beside the server',
	'announcements/announcement.typ': 'the template of the PDF',
	'programmes/form.ts': 'what the fields of the form are called, and a programme as its form shows it',
	'activities/attention.ts': 'why an activity waits for a person: part of the large model',
	'activities/board.ts': 'the month by setting and week: part of the large model',
	'activities/changes.ts': 'what differs between two plans: part of the large model',
	'activities/clashes.ts': 'people, places and holidays that clash: part of the large model',
	'activities/copying.ts': "last year's month moved to this one: part of the large model",
	'activities/form.ts': 'what the fields of the form are called, and an activity as its form shows it',
	'activities/history.ts': 'events in words',
	'planning/columns.ts': 'headings by which columns are known',
	'planning/vocabulary.ts': 'words by which values are known',
	'planning/near.ts': 'names that differ by a slip of the pen',
	'planning/names.ts': 'institutions of a sheet matched with known ones',
	'planning/whereabouts.ts': 'places and municipalities of a sheet matched with known ones',
	'planning/questions.ts': 'what a sheet leaves for a person to answer',
	'planning/existing.ts': 'what is known before a sheet is compared',
	'planning/comparison.ts': 'new, changed, same, question or error, row by row: part of the large model',
	'planning/plans.ts': 'from a compared row to a plan: part of the large model',
	'planning/report.ts': 'an import in lines of text, for the command line',
	'planning/coverage.ts': 'which places, units and audiences are reached: part of the large model',
	'planning/exporting.ts': 'a programme as the spreadsheet that can be imported again',
	'planning/spreadsheet.server.ts': 'reads CSV, run beside the server',
	'planning/workbook.server.ts': 'reads XLSX, run beside the server',
	'planning/writing.server.ts': 'the writing half of the import: the actions were too long for one file',
	'planning/reach.server.ts': 'questions of coverage over places, units and activities: read only',
	'audit/naming.ts': 'entries in words',
	'returns/comparison.ts': 'what a correction changed',
	'returns/form.ts': 'what the fields of the form are called, and a return as its form shows it',
	'doors/calendar.ts': 'iCalendar from public activities: a format of its own',
	'doors/invitation.ts': 'iCalendar for one person by mail (iMIP): a format of its own',
	'consultation/letters.ts': 'mails to institutions in words: so not in the model',
	'consultation/answering.server.ts': 'the half that strangers reach: everything behind a link',
	'materials/print.ts': 'what is printed, as a value: agreed between library and printer',
	'materials/print.server.ts': 'orders checked and set beside the server',
	'demonstration/answers.server.ts': 'whom institutions name as contacts, and what they answered',
	'demonstration/people.server.ts': 'the invented people, one to a role',
	'demonstration/story.server.ts': 'what happens to the example month, step by step',
	'demonstration/wording.ts': 'what the example says, in both languages',
};

/** Packages that pure files may import, and where. */
export const purePackages: Record<string, readonly string[]> = {
	valibot: ['*'],
	'csv-parse/sync': ['*'],
	'temporal-polyfill': ['platform/dates.ts'],
	'ical-generator': ['doors/calendar.ts', 'doors/invitation.ts'],
	svelte: ['people/may.ts'],
};

/** Pure files that may use chance or the clock. */
export const unpure: Record<string, string> = {
	'platform/ids.ts': 'ids are random and carry the time: that is what they are',
};

/** Files besides store.server.ts and the platform that hold queries; each with its reason. */
export const queriesElsewhere: Record<string, string> = {
	'planning/reach.server.ts': 'coverage reads across places, units and activities, and writes nothing',
	'signin/factors.server.ts': 'the store of sessions and requests was too long with it',
};

/** The only files that tell PostgreSQL whose records a transaction may touch, or who acts in it. */
export const setsContext = [
	'src/platform/db.server.ts',
	'src/platform/migrations.server.ts',
	// In the scope of the installation: which committee a refused attempt was aimed at.
	'src/platform/audit.server.ts',
];

/** Which capability writes a table. */
export const owners: Record<string, string> = {
	installation_facts: 'platform',
	mails: 'mail',
	audit_entries: 'platform',
	audit_head: 'platform',
	counties: 'territory',
	municipalities: 'territory',
	units: 'territory',
	committees: 'committees',
	partners: 'partners',
	partner_aliases: 'partners',
	focal_points: 'partners',
	answer_links: 'consultation',
	activity_answers: 'consultation',
	calendar_invitations: 'consultation',
	accounts: 'people',
	committee_orders: 'people',
	seats: 'people',
	activity_facilitators: 'people',
	sessions: 'signin',
	passkeys: 'signin',
	totp_factors: 'signin',
	recovery_codes: 'signin',
	sign_in_requests: 'signin',
	invitations: 'signin',
	half_sessions: 'signin',
	passkey_challenges: 'signin',
	places: 'places',
	place_aliases: 'places',
	programmes: 'programmes',
	programme_targets: 'programmes',
	programme_events: 'programmes',
	activities: 'activities',
	activity_supporters: 'activities',
	activity_events: 'activities',
	activity_readiness: 'activities',
	import_previews: 'planning',
	returns: 'returns',
	return_counts: 'returns',
	return_partners: 'returns',
	return_materials: 'returns',
	announcements: 'announcements',
	announcement_versions: 'announcements',
};

/** Tables whose changes the audit chain does not record; each with its reason. Every other needs `select audit_table('…')`. */
export const unaudited: Record<string, string> = {
	audit_entries: 'the chain itself',
	audit_head: 'the chain itself',
	schema_migrations: 'written by releases, before there is an audit',
	sign_in_requests: 'a step of a sign-in, gone within minutes; what becomes of it is a session or a refused attempt',
	half_sessions: 'the same',
	passkey_challenges: 'the same',
};

/** Names that say nothing. */
export const emptyWords = [
	'util',
	'utils',
	'helper',
	'helpers',
	'common',
	'misc',
	'manager',
	'service',
	'handler',
	'data',
	'info',
	'base',
	'new',
	'old',
	'v2',
];
/** Names that are not ours to choose. */
export const givenNames: Record<string, string> = {};

/** Words of the trade that `platform` and `ui` do not know. */
export const domainWords = [
	'activity',
	'activities',
	'programme',
	'programmes',
	'partner',
	'partners',
	'prefect',
	'announcement',
	'audience',
	'municipality',
	'county',
	'committee',
	'trafficking',
];
/** Where they are needed all the same. */
export const domainWordsIn: Record<string, string> = {
	'platform/db.server.ts': 'the scope of row-level security is a committee',
	'platform/isolation.server.ts': 'tables open to every transaction and functions of the owner are named one by one',
	'platform/schema.ts': 'generated from the migrated database',
	'platform/audit.ts': 'an entry says whose records changed: the scope of row-level security',
	'platform/audit.server.ts': 'an entry says whose records changed: the scope of row-level security',
};
