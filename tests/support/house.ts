/** The house as ARCHITECTURE.md draws it: what the architecture test holds every folder and file to. */

/** A folder imports itself and folders before it in this list. Those not built yet keep their place. */
export const order = [
	'platform',
	'i18n',
	'ui',
	'territory',
	'committees',
	'partners',
	'people',
	'strategy',
	'places',
	'help',
	'materials',
	'programmes',
	'activities',
	'planning',
	'returns',
	'checks',
	'contests',
	'opportunities',
	'figures',
	'announcements',
	'doors',
	'demonstration',
	'field',
	'routes',
	'application',
] as const;

/** Files a capability may have besides README, model, input, store, actions, jobs, components and tests; each with its reason. */
export const moreFiles: Record<string, string> = {
	'committees/naming.ts': 'how a committee is called in documents and lists: words, so not in the model',
	'people/access.ts': 'the table of who may open what: asked by the hooks and by this test',
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
	'doors/calendar.ts': 'iCalendar from public activities: a format of its own',
};

/** Packages that pure files may import, and where. */
export const purePackages: Record<string, readonly string[]> = {
	valibot: ['*'],
	'csv-parse/sync': ['*'],
	'temporal-polyfill': ['platform/dates.ts'],
	'ical-generator': ['doors/calendar.ts'],
};

/** Pure files that may use chance or the clock. */
export const unpure: Record<string, string> = {
	'platform/ids.ts': 'ids are random and carry the time: that is what they are',
};

/** Files besides store.server.ts and the platform that hold queries; each with its reason. */
export const queriesElsewhere: Record<string, string> = {};

/** Which capability writes a table. */
export const owners: Record<string, string> = {
	installation_facts: 'platform',
	counties: 'territory',
	municipalities: 'territory',
	units: 'territory',
	committees: 'committees',
	partners: 'partners',
	partner_aliases: 'partners',
	desk_keys: 'people',
	desk_sessions: 'people',
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
	'platform/schema.ts': 'generated from the migrated database',
};
