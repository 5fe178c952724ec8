/** A regional committee (KRAT), one to a county, or the office of the National Coordinator. */
export type Committee =
	| { id: string; code: string; slug: string; level: 'county'; countyCode: string; countyName: string }
	| { id: string; code: string; slug: string; level: 'national'; countyCode: null; countyName: null };
