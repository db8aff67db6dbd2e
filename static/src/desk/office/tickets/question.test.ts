import { describe, expect, it } from 'vitest'
import { Problem } from '@/api/problem'
import { follows } from './number'
import { questionsOf, questionText } from './question'
import { emptyDraft } from './ticket'

const doubtful = (location: string, code: string, param: string) => new Problem({ code: 'ticket.doubtful', status: 422, errors: [{ location, code, param }] })

describe('what is asked before a ticket is stored', () => {
  it.each([
    { name: 'a gross', p: doubtful('body.gross', 'grossOver', '49000000'), typed: { gross: '99,000', tare: '15000' }, want: '毛重 99 吨，超过 49 吨。再看一眼？' },
    { name: 'of a small vehicle', p: doubtful('body.gross', 'grossOver', '700000'), typed: { gross: '812.5', tare: '400' }, want: '毛重 812.5 公斤，超过 700 公斤。再看一眼？' },
    { name: 'a net alone', p: doubtful('body.net', 'grossOver', '49000000'), typed: { net: '50000' }, want: '净重 50 吨，超过 49 吨。再看一眼？' },
    { name: 'a tare', p: doubtful('body.tare', 'tareFar', '2500000'), typed: { gross: '4000', tare: '3000' }, want: '皮重 3.00 吨，这辆车登记的皮重是 2.50 吨，差得多。再看一眼？' },
    { name: 'a number', p: doubtful('body.number', 'numberUsed', 't1'), typed: { number: ' 磅-7 ' }, want: '磅单号 磅-7 当天在这台秤上已经用过。' },
  ])('$name', ({ p, typed, want }) => {
    expect(questionsOf(p).map((q) => questionText(q, { ...emptyDraft(), ...typed }))).toEqual([want])
  })

  it('is nothing where the answer is another one', () => {
    expect(questionsOf(new Problem({ code: 'ticket.invalid', status: 422, errors: [{ location: 'body.gross', code: 'range' }] }))).toEqual([])
  })
})

describe('the number of a draft', () => {
  it.each([
    { name: 'nothing yet', number: '', proposed: '', want: true },
    { name: 'the proposal', number: 'A-1', proposed: 'A-1', want: true },
    { name: 'typed', number: 'B-1', proposed: 'A-1', want: false },
    { name: 'taken out', number: '', proposed: 'A-1', want: false },
  ])('follows the server or not: $name', ({ number, proposed, want }) => expect(follows({ number, proposed })).toBe(want))
})
