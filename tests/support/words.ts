/** Words that names do not have: what the architecture test holds every folder and file to, besides `house.ts`. */

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
