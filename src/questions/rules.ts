import { harmsIn, wordsPerSentence } from '#cases/harm.ts';
import { deadNumbersIn, type RefusedNumber } from '#help/model.ts';
import { searchForm } from '#i18n/search.ts';
import type { VersionDraft, Words } from './model.ts';

/** So many words a sentence may have in the mean: a class reads it once. */
const mostWords = 15;

/** Both languages as they are compared: small letters without marks. */
const plain = (text: string): string => searchForm(text).replace(/[^a-z0-9]+/g, ' ');

/** Questions about what happened to whoever answers, or to somebody they know: nobody is asked that here, ever. */
const ownExperience: readonly RegExp[] = [
	/\b(?:a )?(?:te|ty te|ju) (?:ka|kane|kishte) (?:ndodhur|shfrytezuar|trafikuar|detyruar|rrahur|dhunuar|kercenuar|prekur|shitur|abuzuar|lenduar|mashtruar|rekrutuar)\b/,
	/\b(?:je|jeni|ishe|ishit|ke qene|keni qene) (?:ndonjehere )?(?:i |e |te |nje )?(?:trafikuar|shfrytezuar|viktime|viktima|abuzuar|dhunuar|rrahur|detyruar|kercenuar|shitur)/,
	/\b(?:ke|keni) (?:rene|pesuar|perjetuar|provuar)\b/,
	/\bndodhur (?:ndonjehere )?(?:ty|juve|ne familjen (?:tende|tuaj))\b/,
	/\b(?:njeh|njihni) (?:dike|ndonje \w+|ndonje) (?:qe|i cili|e cila)\b/,
	/\bne (?:familjen|shtepine) (?:tende|tuaj) (?:a )?(?:ka|kane|eshte|dikush)\b/,
	/\b(?:have|had) you (?:ever )?(?:been|experienced|suffered|had to|fallen)\b/,
	/\bwere you (?:ever )?(?:a |the )?(?:\w+ed|forced|hurt|sold|victim|beaten)\b/,
	/\bare you (?:a |the )?(?:victim|being \w+ed|exploited|trafficked)/,
	/\b(?:has|have|did|does) (?:this|it|that|any ?one|any ?body|some ?one|some ?body|your \w+)(?: ever)? (?:\w+ )?(?:happened to|forced?|forces|hurt|hurts|hit|hits|touch(?:ed|es)?|beaten|threatened?|sold|exploited?|exploits) (?:to )?you\b/,
	/\bhas (?:this|it|that|anything like this) (?:ever )?happened (?:to|in your)\b/,
	/\bdo you know (?:any ?one|some ?one|any ?body|some ?body|a person) (?:who|that|whom)\b/,
	/\b(?:happened to you|in your own family)\b/,
];

/** Whether a text asks about the life of whoever reads it. */
export const asksOwnExperience = (text: string): boolean => ownExperience.some((sign) => sign.test(plain(text)));

/** Words of the stranger myth: as the right answer they would teach that trafficking is a kidnapping by strangers, across a border, in chains. */
const myths: readonly RegExp[] = [
	/\b(?:rremb\w*|kidnap\w*|abduct\w*)/,
	/\b(?:te panjohur\w*|i panjohur\w*|e panjohur\w*|panjohur\w*|stranger\w*)/,
	/\b(?:zinxhir\w*|pranga\w*|chain\w*|handcuff\w*)/,
	/\b(?:furgon\w*|white van|van)\b/,
	/\b(?:vetem|gjithmone|always|only) (?:\w+ ){0,3}(?:kufi\w*|jashte shtetit|border\w*|abroad)/,
];

/** "I do not know" in either language: it is added after the last option, so it is none. */
export const saysDontKnow = (text: string): boolean =>
	/^(?:nuk e di|s e di|nuk jam i sigurt|nuk jam e sigurt|i do not know|i don t know|don t know|do not know|not sure|i am not sure)$/.test(
		plain(text).trim(),
	);

/** Which options of a list are said twice, by number. */
export function equalOptions(options: readonly string[]): number[] {
	const said = options.map((option) => plain(option).trim());
	return said.flatMap((text, index) => (text !== '' && said.indexOf(text) < index ? [index] : []));
}

/**
 * What the program finds in a version before a person reads it. A refusal is mended before it is saved, the others are for whoever reviews; the message
 * key is `question.finding.<what>`.
 */
export type Finding = { refusal: boolean; words?: Record<string, string | number> } & {
	what:
		| 'dead_number'
		| 'wounding_word'
		| 'blaming'
		| 'shelter_named'
		| 'number_in_text'
		| 'long_sentences'
		| 'myth'
		| 'right_is_longest';
};
type Text = Pick<VersionDraft, 'prompt' | 'options' | 'right' | 'explanation'>;

const textsOf = ({ prompt, options, explanation }: Text, language: keyof Words): string[] =>
	[prompt, ...options, explanation].map((words) => words[language]);

export function findingsIn(text: Text, refused: readonly RefusedNumber[]): Finding[] {
	const both = [...textsOf(text, 'sq'), ...textsOf(text, 'en')];
	const whole = both.join('\n');
	const dead = [...new Set(deadNumbersIn(whole, refused).map(({ number }) => number))];
	const harms = [...new Map(harmsIn(whole).map((harm) => [harm.code, harm])).values()];
	return [
		...dead.map((number): Finding => ({ what: 'dead_number', refusal: true, words: { number } })),
		...harms.flatMap(({ code, words = {} }): Finding[] => {
			if (code === 'number_in_text') return dead.length > 0 ? [] : [{ what: code, refusal: false, words }];
			return code === 'wounding_word' || code === 'blaming' || code === 'shelter_named'
				? [{ what: code, refusal: true, words }]
				: [];
		}),
		...longSentences(text),
		...myth(text),
		...givesItselfAway(text),
	];
}

function longSentences(text: Text): Finding[] {
	const means = (['sq', 'en'] as const).map((language) => wordsPerSentence(textsOf(text, language)).mean);
	const mean = Math.max(...means);
	return mean > mostWords
		? [{ what: 'long_sentences', refusal: false, words: { mean: mean.toFixed(1), most: mostWords } }]
		: [];
}

function myth({ options, right }: Text): Finding[] {
	const said = right === null ? undefined : options[right];
	if (!said) return [];
	// What a right option denies, it does not teach.
	const denies = /\b(?:nuk|s ka|jo|pa|not|no|never|without|kurre)\b/;
	const taught = [said.sq, said.en]
		.map(plain)
		.find((text) => !denies.test(text) && myths.some((sign) => sign.test(text)));
	return taught === undefined ? [] : [{ what: 'myth', refusal: false }];
}

/** Whoever knows nothing chooses the longest: then it should not be the right one by much. */
function givesItselfAway({ options, right }: Text): Finding[] {
	if (right === null) return [];
	const longest = (['sq', 'en'] as const).some((language) => {
		const lengths = options.map((option) => option[language].length);
		const others = lengths.filter((_, index) => index !== right);
		return (lengths[right] ?? 0) > 1.5 * Math.max(...others);
	});
	return longest ? [{ what: 'right_is_longest', refusal: false }] : [];
}
