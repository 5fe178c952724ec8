import { listPrintedHeads } from '#announcements/store.server.ts';
import { moment } from '#i18n/format.ts';
import type { Locale } from '#i18n/locales.ts';
import { t } from '#i18n/t.ts';
import { queueMail } from '#mail/actions.server.ts';
import { composeMail } from '#mail/compose.ts';
import { noteHead, readHead, verifyAudit } from '#platform/audit.server.ts';
import { type Anchor, type FindingKind, shortHash, type Verdict } from '#platform/audit.ts';
import type { Transaction } from '#platform/db.server.ts';
import { findFact, saveFact } from '#platform/installation.server.ts';
import type { Standing, Verification } from './model.ts';

/** Verifies the whole chain against its head, the heads printed in announcements, those that were mailed, and `typed` ones. */
export async function verifyChain(tx: Transaction, typed: readonly Anchor[] = []): Promise<Verdict> {
	return verifyAudit(tx, [...(await listPrintedHeads(tx)), ...typed]);
}

/** Verifies, keeps what came of it for the desk, and answers whether everything is fine. */
export async function verifyAndKeep(tx: Transaction, now: Date = new Date()): Promise<Verification> {
	const { findings, entries } = await verifyChain(tx);
	const [finding = null] = findings;
	await saveFact(tx, 'audit', {
		at: now.toISOString(),
		entries: String(entries),
		...(finding && { kind: finding.kind, row: String(finding.row) }),
	});
	return { at: now, entries, finding };
}

/** The head of the chain and what the last verification said. */
export async function getStanding(tx: Transaction): Promise<Standing> {
	const fact = await findFact(tx, 'audit');
	const verification = fact && {
		at: new Date(fact.at ?? 0),
		entries: Number(fact.entries),
		finding: fact.kind ? { kind: fact.kind as FindingKind, row: Number(fact.row) } : null,
	};
	return { head: await readHead(tx), verification: verification ?? null };
}

/** Mails the head to people outside, who keep it: an anchor that nobody inside can rewrite. Says what the last verification found. */
export async function mailHead(tx: Transaction, to: readonly string[], locale: Locale): Promise<void> {
	const { head, verification } = await getStanding(tx);
	const finding = verification?.finding;
	const mail = composeMail(locale, {
		subject: t(locale, finding ? 'audit.mail.subject_bad' : 'audit.mail.subject', { number: String(head.seq) }),
		paragraphs: [
			t(locale, 'audit.mail.lead'),
			...(verification
				? [
						finding
							? t(locale, 'audit.verified.bad', {
									moment: moment(locale, verification.at),
									finding: t(locale, `audit.finding.${finding.kind}`, { row: String(finding.row) }),
								})
							: t(locale, 'audit.verified.fine', { moment: moment(locale, verification.at) }),
					]
				: []),
		],
		facts: [
			{ label: t(locale, 'audit.mail.number'), value: String(head.seq) },
			{ label: t(locale, 'audit.mail.hash'), value: head.hash },
			{ label: t(locale, 'audit.mail.short'), value: shortHash(head.hash) },
		],
		closing: [t(locale, 'audit.mail.keep'), t(locale, 'audit.mail.compare', { anchor: `${head.seq}:${head.hash}` })],
		footer: [t(locale, 'audit.mail.why')],
	});
	for (const address of to) await queueMail(tx, { to: address, kind: 'audit_head', mail, committeeId: null });
	await noteHead(tx, head);
}
