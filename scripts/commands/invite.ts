import { getCommittee } from '#committees/store.server.ts';
import { listPartners } from '#partners/store.server.ts';
import { emailOf, isEmail, likenessOf, type Role, roles } from '#people/model.ts';
import { findAccount, hasSeat, insertAccount, insertSeat } from '#people/store.server.ts';
import { dayAt } from '#platform/dates.ts';
import { inTransaction, type Transaction } from '#platform/db.server.ts';
import { Refusal } from '#platform/refusal.ts';
import { invite } from '#signin/enrolment.server.ts';
import { openDatabase } from '../database.ts';
import { fixedAddress } from '../desk-link.ts';
import { bringUpToDate } from '../first-start.ts';
import { readSettings } from '../settings.ts';
import { type Command, needed, neededCommittee, type Typed } from './command.ts';

export const command: Command = {
	usage: 'invite EMAIL --role ROLE [--committee AL-02] [--name NAME] [--partner NAME]',
	options: {
		options: {
			role: { type: 'string' },
			committee: { type: 'string' },
			name: { type: 'string' },
			partner: { type: 'string' },
		},
	},
	async run(typed) {
		const email = emailOf(typed.positionals[0] ?? '');
		if (!isEmail(email)) throw new Refusal(`"${email}" is no e-mail address. Use: npm run kambana -- ${command.usage}`);
		const asked = needed(command, typed, 'role');
		const role = roles.find((one) => one === asked);
		if (!role) throw new Refusal(`There is no role "${asked}": choose one of ${roles.join(', ')}.`);
		const code = role === 'administrator' ? null : neededCommittee(command, typed);
		const partner = role === 'focal_point' ? needed(command, typed, 'partner') : null;
		const settings = readSettings();
		await openDatabase(settings, 'borrow');
		await bringUpToDate();
		const path = await inTransaction({ kind: 'installation', actor: 'command' }, async (tx) => {
			const accountId = await accountFor(tx, email, typed);
			await seat(tx, accountId, { role, code, partner });
			return invite(tx, accountId);
		});
		console.log(`${email} is invited as ${role}. This link works once, within 24 hours:`);
		console.log(`${fixedAddress(settings, settings.port)}${path}`);
		return 0;
	},
};

async function accountFor(tx: Transaction, email: string, { values }: Typed): Promise<string> {
	const known = await findAccount(tx, { likeness: likenessOf(email) });
	if (known && known.email !== email)
		throw new Refusal(`There is an account ${known.email}: two that people would take for each other cannot be.`);
	if (known?.disabledAt) throw new Refusal(`The account ${email} is disabled.`);
	if (known) return known.id;
	const name = typeof values.name === 'string' && values.name.trim() ? values.name.trim().slice(0, 120) : email;
	return insertAccount(tx, { email, name, locale: 'sq' });
}

type Seated = { role: Role; code: string | null; partner: string | null };

async function seat(tx: Transaction, accountId: string, { role, code, partner }: Seated): Promise<void> {
	const committeeId = code ? (await getCommittee(tx, { code })).id : null;
	const partners = committeeId && partner ? await listPartners(tx, committeeId) : [];
	const partnerId = partners.find(({ name }) => name === partner)?.id ?? null;
	if (partner && !partnerId) throw new Refusal(`${code} has no institution called "${partner}".`);
	const today = dayAt(new Date());
	const wish = { role, committeeId, partnerId, accountId };
	if (await hasSeat(tx, wish, today)) return;
	await insertSeat(tx, { ...wish, validFrom: today, validTo: null });
}
