import { createApp, watch } from 'vue'
import { lang } from '@/i18n/core'
import '@/tokens.css'
import './element.css'
import './desk.css'
import App from './App.vue'
import { router, setTitle } from './router'

document.documentElement.lang = lang.value
watch(lang, () => setTitle(router.currentRoute.value))
createApp(App).use(router).mount('#app')
