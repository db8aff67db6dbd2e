import type { Problem } from '@/api/problem'
import type { TicketDoubt } from '@/api/wire'
import { limitText, massText, parseKilograms } from '@/format/mass'
import { office } from '@/i18n/office'
import { netOf, type TicketDraft } from './ticket'

/** What the server asks before it stores a ticket. `param` is the limit or the register's value in grams, or the ticket that has the number. */
export interface Question { doubt: TicketDoubt; place: 'number' | 'gross' | 'tare' | 'net'; param: string }

/** The questions of an answer; none if it asks nothing. The rules stand on the server alone. */
export function questionsOf(p: Problem): Question[] {
  if (p.code !== 'ticket.doubtful') return []
  return p.fields.map((f) => ({ doubt: f.code as TicketDoubt, place: f.location.slice(f.location.lastIndexOf('.') + 1) as Question['place'], param: f.param ?? '' }))
}

/** A question in words, with what was typed. */
export function questionText(q: Question, d: TicketDraft): string {
  const words = office.value.ask
  const said = limitText(Number(q.param))
  switch (q.doubt) {
    case 'numberUsed': return words.numberUsed(d.number.trim())
    case 'tareFar': return words.tareFar(massText(parseKilograms(d.tare) ?? 0), massText(Number(q.param)))
    case 'tareNew': return words.tareNew(massText(parseKilograms(d.tare) ?? 0), massText(Number(q.param)))
    case 'tareLight': return words.tareLight(limitText(netOf(d) ?? 0), massText(parseKilograms(d.tare) ?? 0))
    case 'grossOver': return q.place === 'net' ? words.netOver(limitText(netOf(d) ?? 0), said) : words.grossOver(limitText(parseKilograms(d.gross) ?? 0), said)
  }
}
