import { demo } from './server'

/** Makes the demo before the files run, which share it: two at a time would make it twice. */
export default async function setup(): Promise<void> {
  await demo()
}
