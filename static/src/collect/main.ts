import '../tokens.css'
import './collect.css'
import { createApp } from 'vue'
import App from './App.vue'
import { restoreLang, t } from './i18n'
import { router } from './router'
import { boot } from './state/boot'
import { phone } from './state/phone'

// The database is open before the first page: none ever shows an emptiness that is not true.
void Promise.all([restoreLang(), boot()]).then(async () => {
  document.title = t.value.app
  createApp(App).use(router).mount('#app')
  if (!phone.ready) return
  await router.isReady()
  const { start } = await import('./state/engine')
  start()
  void import('./views/Pad.vue') // the next page of every record opens at once
})
