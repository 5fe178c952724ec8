import { fail, redirect } from '@sveltejs/kit';
import { onCommittee } from '#committees/actions.server.ts';
import { importOffers, previewOffers, readOfferFile } from '#opportunities/actions.server.ts';
import { packRows, unpackRows } from '#opportunities/sheet.ts';
import { first, typedFrom } from '#platform/forms.ts';
import { staleOnly } from '#platform/problem.ts';
import type { Actions } from './$types';

const refused = (field: string, message: string) => ({ issues: [{ field, message }], preview: null });

export const actions = {
	preview: async ({ locals, request }) => {
		const form = await request.formData();
		const [file, source] = [form.get('file'), first(typedFrom(form), 'source').slice(0, 300)];
		if (source === '') return fail(422, refused('source', 'issue.missing'));
		if (!(file instanceof File) || file.name === '') return fail(422, refused('file', 'import.issue.no_file'));
		const read = await readOfferFile(new Uint8Array(await file.arrayBuffer()));
		if (!read.ok) return fail(422, { issues: read.issues, preview: null });
		const { columns, ignored, rows } = read.sheet;
		const preview = await onCommittee(locals, ({ tx, committee }) => previewOffers(tx, committee, rows, source));
		return {
			issues: [],
			preview: { ...preview, columns, ignored, source, fileName: file.name.slice(0, 200), packed: packRows(rows) },
		};
	},
	confirm: async ({ locals, request, url }) => {
		const typed = typedFrom(await request.formData());
		const rows = unpackRows(first(typed, 'rows'));
		if (rows === null) return fail(422, refused('file', 'import.issue.no_file'));
		const outcome = await onCommittee(locals, async ({ tx, actor, committee }) => {
			const { comparison, seen } = await previewOffers(tx, committee, rows, first(typed, 'source'));
			if (seen !== first(typed, 'seen')) return { ok: false as const, reason: 'stale' as const };
			return importOffers(tx, actor, committee, { comparison });
		}).catch(staleOnly);
		if (outcome === 'stale' || !outcome.ok) return fail(409, refused('file', 'opportunity.issue.stale'));
		redirect(303, `${url.pathname.replace(/\/import$/, '')}?done=imported&n=${outcome.added + outcome.changed}`);
	},
} satisfies Actions;
