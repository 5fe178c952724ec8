import type { Activity } from '#activities/model.ts';
import type { Outcome } from '#help/model.ts';
import type { MaterialDraft } from '#materials/input.ts';
import type { PrintAudience, PrintFormat } from '#materials/print.ts';
import type { NationalDraft } from '#national/input.ts';
import type { Promised } from '#opportunities/model.ts';
import type { ProgrammeDraft } from '#programmes/input.ts';
import type { VideoDraft } from '#videos/input.ts';

/** What a person would have typed: titles, aims and targets in both languages. */
export const october: ProgrammeDraft & {
	slug: string;
	cancelled: ReadonlyMap<number, string>;
	/** How an activity stood when the programme was approved, and when it was moved to where the spreadsheet has it. */
	moved: { number: number; before: Pick<Activity, 'takesPlaceOn' | 'startsAt' | 'endsAt'>; on: string };
} = {
	slug: '2026-10',
	titleSq: 'Muaji i Antitrafikut',
	titleEn: 'Anti-trafficking Month',
	startsOn: '2026-10-01',
	endsOn: '2026-10-31',
	aimSq:
		'Ndërgjegjësimi i të gjitha grupeve të rrezikuara nga trafikimi, në shkolla, komunitete, ndërmarrje dhe qendra shëndetësore të qarkut.',
	aimEn:
		'To raise awareness among every group at risk of trafficking, in the schools, communities, companies and health centres of the county.',
	targets: [
		{ audience: 'pupils', persons: 500 },
		{ audience: 'parents', persons: 80 },
		{ audience: 'roma_community', persons: 90 },
		{ audience: 'egyptian_community', persons: 50 },
		{ audience: 'job_seekers', persons: 60 },
		{ audience: 'health_staff', persons: 75 },
		{ audience: 'general_public', persons: 600 },
	],
	moved: { number: 25, before: { takesPlaceOn: '2026-10-29', startsAt: '10:00', endsAt: null }, on: '2026-10-12' },
	cancelled: new Map([[22, 'Rruga ishte e bllokuar nga moti; qendra kaloi në programin tjetër.']]),
};

export const ongoing: Pick<ProgrammeDraft, 'titleSq' | 'titleEn' | 'aimSq' | 'aimEn' | 'targets'> = {
	titleSq: 'Javët e ndërgjegjësimit',
	titleEn: 'Weeks of awareness',
	aimSq: 'Të arrihen shkollat, qendrat shëndetësore dhe njësitë që mbetën jashtë muajit të kaluar.',
	aimEn: 'To reach the schools, health centres and units that earlier months left out.',
	targets: [
		{ audience: 'pupils', persons: 250 },
		{ audience: 'roma_community', persons: 60 },
		{ audience: 'health_staff', persons: 45 },
		{ audience: 'general_public', persons: 300 },
	],
};

/** What the national office publishes, and why two counties did not join. */
export const nationals: {
	march: NationalDraft;
	ahead: Omit<NationalDraft, 'startsOn' | 'endsOn'>;
	declined: ReadonlyMap<string, string>;
} = {
	march: {
		titleSq: 'Marshimi në Ditën Evropiane kundër Trafikimit',
		titleEn: 'March on the European Anti-Trafficking Day',
		aimSq: 'Çdo qark del në shesh në të njëjtën ditë, me të njëjtin numër ndihme.',
		aimEn: 'Every county is out on the square on the same day, with the same help number.',
		guidanceSq:
			'Ora 12:00. Pa emra e pa histori njerëzish. Shpërndani vetëm fletëpalosje të miratuara, me numra të provuar brenda 30 ditëve.',
		guidanceEn:
			'At noon. No names and no stories of people. Hand out approved leaflets only, with numbers tested within 30 days.',
		startsOn: '2026-10-18',
		endsOn: '2026-10-18',
		audiences: ['general_public'],
		methods: ['march', 'leaflet'],
	},
	ahead: {
		titleSq: 'Një orë për ofertat e rreme të punës',
		titleEn: 'An hour about false job offers',
		aimSq: 'Kush kërkon punë jashtë qarkut di çfarë të pyesë para se të niset.',
		aimEn: 'Whoever looks for work elsewhere knows what to ask before leaving.',
		guidanceSq: 'Një stendë në shesh ose një takim në zyrën e punësimit; dy orë mjaftojnë.',
		guidanceEn: 'A stand on the square or a meeting at the employment office; two hours are enough.',
		audiences: ['job_seekers', 'general_public'],
		methods: ['leaflet', 'talk'],
	},
	declined: new Map([
		['AL-07', 'Rruga për në qendër ishte e mbyllur nga punimet.'],
		['AL-09', 'Veprimtaria e qarkut bashkohet me atë të një qarku fqinj.'],
	]),
};

/** Invented offers: which one is in doubt, which one nobody has looked at, and who has pledged what. */
export const offered: {
	source: string;
	doubted: string;
	unseen: string;
	pledges: readonly { employer: string; promises: Promised[] }[];
} = {
	source: 'Zyra e Punësimit Durrës (shembull i shpikur)',
	doubted: 'Punë sezonale në serë',
	unseen: 'Ndihmëskuzhinier',
	pledges: [
		{ employer: 'Konfeksione Demo', promises: ['no_fees', 'contract', 'session'] },
		{ employer: 'Hotel Demo', promises: ['no_fees', 'contract', 'papers', 'pay'] },
	],
};

/** The papers that came as files: a register that counts groups, and a quiz on one sheet. Their words: db/demo/fletet. */
export const papers: readonly { name: string; facts: Omit<MaterialDraft, 'expiresOn'> }[] = [
	{
		name: 'regjistri',
		facts: {
			...{
				kind: 'register',
				titleSq: 'Regjistër pjesëmarrjeje: vetëm numra',
				titleEn: 'Attendance register: counts only',
			},
			...{ audience: 'general_public', answers: [], licence: 'CC BY 4.0', owner: 'Kambana', source: 'Kambana' },
		},
	},
	{
		name: 'kuizi',
		facts: {
			...{ kind: 'quiz_sheet', titleSq: 'Pesë pyetje, para dhe pas', titleEn: 'Five questions, before and after' },
			...{ audience: 'age_15_18', answers: [1, 2, 3, 4, 5], licence: 'CC BY 4.0', owner: 'Kambana', source: 'Kambana' },
		},
	},
];

/** The film, and who has checked its captions: nobody, and it says so. */
export const film: { facts: VideoDraft; reviewer: Record<'sq' | 'en', string> } = {
	facts: {
		titleSq: 'Oferta',
		titleEn: 'The offer',
		audience: 'job_seekers',
		answers: [2, 3, 4],
		maker: 'Kambana',
		licence: 'cc_by',
		expiresOn: null,
	},
	reviewer: { sq: 'askush ende (demonstrim)', en: 'nobody yet (demonstration)' },
};

/** Invented people, one to a role: addresses of a domain that can never receive mail (RFC 2606). */
export const people = {
	secretary: { name: 'Elira Demo', email: 'sekretari.durres@demo.example' },
	chair: { name: 'Prefekti Demo', email: 'prefekti.durres@demo.example' },
	focalPoint: { name: 'Arben Demo', email: 'zvap.durres@demo.example' },
	facilitator: { name: 'Mira Demo', email: 'lehtesuesja@demo.example' },
	juror: { name: 'Ilir Demo', email: 'juria@demo.example' },
	neighbour: { name: 'Drita Demo', email: 'sekretari.tirana@demo.example' },
	national: { name: 'Besa Demo', email: 'koordinatori@demo.example' },
	administrator: { name: 'Administrator Demo', email: 'administrator@demo.example' },
};

/** What came of the invented test calls, by number. */
export const testedLines: Record<string, { daysAgo: number; outcome: Outcome }> = {
	'116 111': { daysAgo: 12, outcome: 'answered' },
	'116 006': { daysAgo: 21, outcome: 'no_answer' },
	'129': { daysAgo: 5, outcome: 'answered' },
	'112': { daysAgo: 5, outcome: 'answered' },
	'116 117': { daysAgo: 47, outcome: 'answered' },
};

/** On which days of October lines were called that answer, and how many days before its latest call each was called too. */
export const earlierCalls = { october: [-10, 14], daysBefore: [28, 56] } as const;

/** What the committee had printed, how many days ago, and to the places of which activities it was brought. */
export const printings: readonly {
	audience: PrintAudience;
	format: PrintFormat;
	quantity: number;
	numbers: readonly string[];
	daysAgo: number;
	given: readonly { number: number; quantity: number; handedOut: number }[];
}[] = [
	{
		...{ audience: 'age_12_14', format: 'trifold', quantity: 800, numbers: ['116 111', '129'], daysAgo: 34 },
		given: [
			{ number: 1, quantity: 60, handedOut: 40 },
			{ number: 7, quantity: 80, handedOut: 0 },
			{ number: 11, quantity: 60, handedOut: 0 },
		],
	},
	{
		...{ audience: 'age_15_18', format: 'trifold', quantity: 400, numbers: ['116 111', '129'], daysAgo: 34 },
		given: [{ number: 5, quantity: 90, handedOut: 60 }],
	},
	{
		...{
			audience: 'health_staff',
			format: 'leaflet_a5',
			quantity: 150,
			numbers: ['116 111', '129', '112'],
			daysAgo: 33,
		},
		given: [{ number: 6, quantity: 20, handedOut: 0 }],
	},
	// Older, with the national hotline, which did not answer its last test call.
	{
		...{ audience: 'job_seekers', format: 'card', quantity: 300, numbers: ['116 006', '129'], daysAgo: 52 },
		given: [
			{ number: 3, quantity: 50, handedOut: 20 },
			{ number: 4, quantity: 80, handedOut: 0 },
		],
	},
];
