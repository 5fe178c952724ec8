import { t } from '#i18n/t.ts';
import { readHead } from '#platform/audit.server.ts';
import { type Anchor, type Finding, readAnchor, shortHash } from '#platform/audit.ts';
import { inTransaction } from '#platform/db.server.ts';
import { Refusal } from '#platform/refusal.ts';
import { openDatabase } from '../database.ts';
import { bringUpToDate } from '../first-start.ts';
import { readSettings } from '../settings.ts';
import type { Command, Typed } from './command.ts';

/** The terminal speaks English. */
const locale = 'en';
const installation = { kind: 'installation' } as const;

export const command: Command = {
	usage: 'audit verify [--anchor SEQ:HASH …] | audit head',
	options: { options: { anchor: { type: 'string', multiple: true } } },
	async run(typed) {
		const anchors = anchorsIn(typed);
		const work = { verify: () => verify(anchors), head: tellHead }[typed.positionals.join(' ')];
		if (!work) throw new Refusal(`Use: npm run kambana -- ${command.usage}`);
		await openDatabase(readSettings(), 'borrow');
		await bringUpToDate();
		return work();
	},
};

function anchorsIn({ values }: Typed): Anchor[] {
	const typed = Array.isArray(values.anchor) ? values.anchor : [];
	return typed.map((text) => {
		const head = readAnchor(text);
		if (!head)
			throw new Refusal(
				`"${text}" is no head of the audit chain: write its number and at least 16 digits of its code, as 812:a1b2c3d4e5f60718.`,
			);
		return { ...head, source: `--anchor ${text}` };
	});
}

async function tellHead(): Promise<number> {
	const { seq, hash } = await inTransaction(installation, readHead);
	console.log(`${seq}:${hash}\nAs it is printed: no. ${seq}: ${shortHash(hash)}`);
	return 0;
}

async function verify(typed: readonly Anchor[]): Promise<number> {
	const { verifyChain } = await import('#audit/actions.server.ts');
	const { findings, entries, anchors, head } = await inTransaction(installation, (tx) => verifyChain(tx, typed));
	for (const finding of findings) console.log(sentence(finding));
	if (findings.length === 0)
		console.log(
			`The audit chain is whole: ${entries} entries; heads that others hold: ${anchors}, all agree.\nIt ends with ${head.seq}:${head.hash}`,
		);
	return findings.length === 0 ? 0 : 1;
}

function sentence({ kind, row, source, since }: Finding): string {
	const said = t(locale, `audit.finding.${kind}`, { row: String(row) });
	if (source === undefined) return said;
	return `${said} The head is that of ${source}: something from entry ${(since ?? 0) + 1} on was rewritten.`;
}
