/** The colour of a ticket's state; its word stands beside it. */
export const ticketTone = { stored: 'ok', superseded: '', voided: '' } as const
