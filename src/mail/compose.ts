import type { Locale } from '#i18n/locales.ts';
import { t } from '#i18n/t.ts';
import { homePlace, withoutPlaces } from './model.ts';

type Section = {
	title: string;
	facts: readonly { label: string; value: string }[];
	action?: { label: string; href: string };
};

/** What a mail says, in the reader's language already; no part but `code` and the `href`s may hold places of tokens. */
export type Letter = {
	subject: string;
	paragraphs: readonly string[];
	/** Day, place, who leads: shown as a list of terms. */
	facts?: readonly { label: string; value: string }[];
	/** To be typed by the reader: `codePlace(…)`. */
	code?: string;
	/** The first one is what the mail is for. `href` is a path of ours, `/sq/…`, with `tokenPlace(…)` where it needs one. */
	actions?: readonly { label: string; href: string }[];
	/** Several things of one kind, each with its facts and perhaps its own link. */
	sections?: readonly Section[];
	closing?: readonly string[];
	/** Why the reader gets this mail. */
	footer?: readonly string[];
	/** The path of a page that stops such mails: a link in the foot, and the header that mail programs show as a button. */
	unsubscribe?: { label: string; href: string };
};

/** A letter as it is kept and sent. */
export type ComposedMail = { locale: Locale; subject: string; text: string; html: string; unsubscribe: string | null };

/** Sets a letter as plain text and as one calm page. */
export function composeMail(locale: Locale, written: Letter): ComposedMail {
	const letter = clean(written, t(locale, 'mail.automatic'));
	return {
		locale,
		subject: letter.subject,
		text: asText(letter),
		html: asPage(locale, letter),
		unsubscribe: letter.unsubscribe?.href ?? null,
	};
}

type Clean = ReturnType<typeof clean>;

const line = (text: string): string =>
	withoutPlaces(text)
		// Line ends would begin a header; signs that turn the direction would show another text.
		.replace(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069\s]+/gu, ' ')
		.trim();
const href = (path: string): string => {
	if (!/^\/(?!\/)[^\s<>"\\]*$/.test(path)) throw new Error(`a link in a mail is a path of ours, not ${path}`);
	return `${homePlace}${path}`;
};

function clean(letter: Letter, automatic: string) {
	const lineOf = ({ label, value }: { label: string; value: string }) => ({ label: line(label), value: line(value) });
	return {
		subject: line(letter.subject).slice(0, 250),
		paragraphs: letter.paragraphs.map(line),
		facts: (letter.facts ?? []).map(lineOf),
		code: letter.code,
		actions: (letter.actions ?? []).map((action) => ({ label: line(action.label), href: href(action.href) })),
		sections: (letter.sections ?? []).map(({ title, facts, action }) => ({
			...{ title: line(title), facts: facts.map(lineOf) },
			action: action && { label: line(action.label), href: href(action.href) },
		})),
		closing: (letter.closing ?? []).map(line),
		footer: [...(letter.footer ?? []).map(line), automatic],
		unsubscribe: letter.unsubscribe && {
			label: line(letter.unsubscribe.label),
			href: href(letter.unsubscribe.href),
		},
	};
}

const factLines = (facts: Clean['facts']): string => facts.map(({ label, value }) => `${label}: ${value}`).join('\n');
const linkLines = ({ label, href }: Clean['actions'][number]): string => `${label}:\n${href}`;

function asText({ paragraphs, facts, code, actions, sections, closing, footer, unsubscribe }: Clean): string {
	const blocks = [
		...paragraphs,
		factLines(facts),
		code ? `    ${code}` : '',
		...actions.map(linkLines),
		...sections.map(({ title, facts, action }) =>
			[`* ${title}`, factLines(facts), action ? linkLines(action) : ''].filter(Boolean).join('\n'),
		),
		...closing,
		`-- \n${footer.join('\n')}`,
		unsubscribe ? `${unsubscribe.label}:\n${unsubscribe.href}` : '',
	];
	return `${blocks.filter(Boolean).join('\n\n')}\n`;
}

const escaped = (text: string): string =>
	text.replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign] ?? sign);

const factList = (facts: Clean['facts']): string =>
	`<dl>${facts.map(({ label, value }) => `<dt>${escaped(label)}</dt><dd>${escaped(value)}</dd>`).join('')}</dl>`;
const button = (look: string, { label, href }: Clean['actions'][number]): string =>
	`<p><a class="${look}" href="${escaped(href)}">${escaped(label)}</a></p>`;

const look = `body { margin: 0; background: #f5f3ee; color: #22211e; font: 16px/1.5 system-ui, "Segoe UI", Roboto, sans-serif }
main, footer { max-width: 34rem; margin: 0 auto; padding: 1.5rem }
main { background: #fff; border-top: 4px solid #14506b }
h1 { font-size: 1.25rem; line-height: 1.3; margin: 0 0 1rem }
h2 { font-size: 1.0625rem; line-height: 1.3; margin: 1.5rem 0 .5rem; padding-top: 1rem; border-top: 1px solid #d9d5cc }
p, dl { margin: 0 0 1rem } dt { color: #595751; font-size: .875rem } dd { margin: 0 0 .5rem }
a { color: #14506b } .act { display: inline-block; padding: .6rem 1rem; border: 2px solid #14506b; border-radius: 6px; text-decoration: none; font-weight: 600 }
.first { background: #14506b; color: #fff } .code { font-size: 1.75rem; letter-spacing: .15em; font-weight: 600 }
footer { color: #595751; font-size: .875rem }`;

function asPage(locale: Locale, letter: Clean): string {
	const { subject, paragraphs, facts, code, actions, sections, closing, footer, unsubscribe } = letter;
	const lines = (all: readonly string[]): string[] => all.map((text) => `<p>${escaped(text)}</p>`);
	const parts = [
		`<h1>${escaped(subject)}</h1>`,
		...lines(paragraphs),
		...(facts.length > 0 ? [factList(facts)] : []),
		...(code ? [`<p class="code">${escaped(code)}</p>`] : []),
		...actions.map((action, at) => button(at === 0 ? 'act first' : 'act', action)),
		...sections.flatMap(({ title, facts, action }) => [
			...[`<h2>${escaped(title)}</h2>`, facts.length > 0 ? factList(facts) : ''],
			action ? button('act', action) : '',
		]),
		...lines(closing),
	];
	const foot = [
		...lines(footer),
		...(unsubscribe ? [`<p><a href="${escaped(unsubscribe.href)}">${escaped(unsubscribe.label)}</a></p>`] : []),
	];
	return `<!doctype html>
<html lang="${locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(subject)}</title>
<style>${look}</style>
</head>
<body>
<main>
${parts.join('\n')}
</main>
<footer>
${foot.join('\n')}
</footer>
</body>
</html>
`;
}
