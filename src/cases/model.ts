import { searchForm } from '#i18n/search.ts';
import { actorAccount } from '#people/model.ts';

/** For whom a case is told: younger pupils, older pupils, adults. */
export const tiers = ['age_12_14', 'age_15_18', 'adults'] as const;
export type Tier = (typeof tiers)[number];

/** One moment of a story. Several ways may lead to the same scene. An ending has no choices, and says what helps now. */
export type Scene = {
	paragraphs: string[];
	/** What a class talks about once it has arrived here. */
	discuss: string | null;
	choices: { text: string; to: number }[];
	helps: string[];
};

/** A branching story as it was read from an author's text: finite, without loops; the first scene is where it begins. */
export type Story = {
	title: string;
	about: string;
	contentNote: string;
	audiences: Tier[];
	/** Of the five answers. */
	answers: number[];
	minutes: number;
	/** To talk about at the end. */
	questions: string[];
	/** For whoever leads the conversation. */
	notes: string[];
	scenes: Scene[];
};
/** What lists know of a story. */
export type StoryHead = Omit<Story, 'scenes'> & { scenes: number };

/** - `draft`: being written; `to_be_reviewed`: waits for a second person; `approved`: anybody may read it; `withdrawn`: nobody. */
export const versionStates = ['draft', 'to_be_reviewed', 'approved', 'withdrawn'] as const;
export type VersionState = (typeof versionStates)[number];

/** How a person made the text. A machine makes none. */
export const makings = ['written', 'translated'] as const;
export type Making = (typeof makings)[number];

export type Version = {
	id: string;
	version: number;
	language: string;
	state: VersionState;
	how: Making;
	/** Who saved it, as histories name people. */
	author: string;
	madeAt: Date;
	/** Who read it before it was approved, as they are named to the public, and when. */
	reviewer: string | null;
	reviewedOn: string | null;
	/** Shown to the public before its review, because it is a demonstration and says so. */
	demonstration: boolean;
};

export type Case = { id: string; slug: string; committeeId: string /** Of the national office. */; national: boolean };
/** A version with what lists say of its story. */
export type ListedVersion = Version & { head: StoryHead };
export type CaseWithVersions = Case & { versions: ListedVersion[] };

export const verbs = ['send', 'approve', 'withdraw', 'reopen'] as const;
export type Verb = (typeof verbs)[number];
/** Why a verb is not possible now; the message key is `case.why_not.<reason>`. */
export type WhyNot = 'wrong_state' | 'own_version' | 'draft_exists';

const from: Record<Verb, readonly VersionState[]> = {
	send: ['draft'],
	approve: ['to_be_reviewed'],
	withdraw: ['to_be_reviewed', 'approved'],
	reopen: ['withdrawn'],
};
export const stateAfter: Record<Verb, VersionState> = {
	send: 'to_be_reviewed',
	approve: 'approved',
	withdraw: 'withdrawn',
	reopen: 'draft',
};

type Situation = Pick<Version, 'state' | 'author'> & {
	/** Who asks. */
	actor: string;
	/** Whether there is a draft in the same language. */
	draftExists: boolean;
};

/** Null when the verb is possible, otherwise why not: asked by screens (to say why) and by actions (to refuse). */
export function whyNot(verb: Verb, { state, author, actor, draftExists }: Situation): WhyNot | null {
	if (!from[verb].includes(state)) return 'wrong_state';
	if (verb === 'approve' && isSamePerson(author, actor)) return 'own_version';
	if (verb === 'reopen' && draftExists) return 'draft_exists';
	return null;
}

/** Whoever nobody can tell apart from the author is the author. */
function isSamePerson(one: string, other: string): boolean {
	const person = actorAccount(other);
	return person === null || person === actorAccount(one);
}

/** The letters of choices, as hands are raised for them: A, B, C. */
export const letters = ['a', 'b', 'c', 'd', 'e'] as const;
/** The address of the first scene; the others are the letters of the choices that lead to them: `b-a`. */
export const beginning = 'start';
export const isPath = (text: string): boolean => text === beginning || /^[a-e](-[a-e]){0,19}$/.test(text);
export const nextPath = (path: string, choice: number): string =>
	path === beginning ? (letters[choice] ?? '') : `${path}-${letters[choice]}`;
/** The address one choice before; null at the beginning. */
export const pathBefore = (path: string): string | null =>
	path === beginning ? null : path.includes('-') ? path.slice(0, path.lastIndexOf('-')) : beginning;

/** Where a reader stands: the scene, how many choices were made and how many may still come. */
export type Standing = { number: number; scene: Scene; made: number; left: number };

/** The scene to which choices lead; undefined where there is no such choice. */
export function sceneAt({ scenes }: Pick<Story, 'scenes'>, path: string): Standing | undefined {
	const steps = path === beginning ? [] : path.split('-');
	let number = 0;
	for (const step of steps) {
		const choice = scenes[number]?.choices[(letters as readonly string[]).indexOf(step)];
		if (!choice) return undefined;
		number = choice.to;
	}
	const scene = scenes[number];
	return scene && { number, scene, made: steps.length, left: longestFrom(scenes, number) };
}

/** How many choices the longest way from a scene to an ending has. */
export function longestFrom(scenes: readonly Scene[], number: number, known = new Map<number, number>()): number {
	const found = known.get(number);
	if (found !== undefined) return found;
	const ways = scenes[number]?.choices.map(({ to }) => 1 + longestFrom(scenes, to, known)) ?? [];
	const longest = Math.max(0, ...ways);
	known.set(number, longest);
	return longest;
}

/** Where two language versions of a story part: the way to the first scene that has another number of choices here than there. */
export type Parting = { path: string; here: number; there: number };

export function partingOf(one: Pick<Story, 'scenes'>, other: Pick<Story, 'scenes'>): Parting | null {
	const waiting = [{ path: beginning, here: 0, there: 0 }];
	const seen = new Set<string>();
	for (let at = waiting.shift(); at; at = waiting.shift()) {
		const { path, here, there } = at;
		if (seen.has(`${here} ${there}`)) continue;
		seen.add(`${here} ${there}`);
		const left = one.scenes[here]?.choices ?? [];
		const right = other.scenes[there]?.choices ?? [];
		if (left.length !== right.length) return { path, here: left.length, there: right.length };
		for (const [index, choice] of left.entries())
			waiting.push({ path: nextPath(path, index), here: choice.to, there: right[index]?.to ?? 0 });
	}
	return null;
}

/** Everything of a story that people read, piece by piece. */
export const textsOf = ({ title, about, contentNote, questions, notes, scenes }: Story): string[] => [
	...[title, about, contentNote, ...questions, ...notes],
	...scenes.flatMap(({ paragraphs, discuss, choices, helps }) => [
		...paragraphs,
		...(discuss ? [discuss] : []),
		...choices.map(({ text }) => text),
		...helps,
	]),
];

/**
 * The address of a case from its title. A county's begins with the county, so that two committees never meet in one address of the
 * public pages.
 */
export function addressOf(title: string, { level, slug }: { level: 'county' | 'national'; slug: string }): string {
	const words = searchForm(title)
		.replace(/[^a-z0-9]+/g, '-')
		.replace(/^-+|-+$/g, '')
		.slice(0, 60);
	return level === 'national' ? words : `${slug}-${words}`;
}
