import { fail, redirect } from '@sveltejs/kit';
import { onCommittee } from '#committees/actions.server.ts';
import { removeContact, submitContact } from '#partners/actions.server.ts';
import { typedContact } from '#partners/input.ts';
import { getContact, getPartner } from '#partners/store.server.ts';
import { dayAt } from '#platform/dates.ts';
import { typedFrom } from '#platform/forms.ts';
import type { Actions, PageServerLoad } from './$types';

/** The contact of the address; null where one is to be added. */
const asked = (contact: string): string | null => (contact === 'new' ? null : contact);

export const load: PageServerLoad = ({ locals, params }) =>
	onCommittee(locals, async ({ tx, committee }) => {
		const partner = await getPartner(tx, committee.id, params.id);
		const id = asked(params.contact);
		const contact = id === null ? null : await getContact(tx, partner.id, id);
		return { partner, contact, typed: contact ? typedContact(contact) : {} };
	});

const back = (pathname: string, done: string) =>
	redirect(303, `${pathname.replace(/\/contacts\/[^/]+$/, '')}?done=${done}`);

export const actions = {
	save: async ({ locals, params, request, url }) => {
		const typed = typedFrom(await request.formData());
		const outcome = await onCommittee(locals, ({ tx, committee }) =>
			submitContact(tx, committee, params.id, typed, { id: asked(params.contact), today: dayAt(new Date()) }),
		);
		if (!outcome.ok) return fail(422, { issues: outcome.issues, typed });
		back(url.pathname, 'contact_saved');
	},
	removeContact: async ({ locals, params, url }) => {
		await onCommittee(locals, ({ tx }) => removeContact(tx, params.id, params.contact));
		back(url.pathname, 'contact_removed');
	},
} satisfies Actions;
