/** What the page of the audit is asked for; what is no month and no number is not asked. */
export function parseAuditQuestion(params: URLSearchParams): { month?: string; before?: number } {
	const month = params.get('month') ?? '';
	const before = params.get('before') ?? '';
	return {
		...(/^\d{4}-(0[1-9]|1[0-2])$/.test(month) && { month }),
		...(/^[1-9]\d{0,14}$/.test(before) && { before: Number(before) }),
	};
}
