/** One set of icons, drawn on 24 × 24 with a stroke of 1.6. Always with a word beside them. */
export const icons = {
  home: 'M4 12l8-8 8 8M6 10v10h12V10',
  truck: 'M3 16h11V6H3zM14 10h4l3 3v3h-7M7 19a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM17 19a2 2 0 1 0 0-4 2 2 0 0 0 0 4z',
  list: 'M5 4h14v16H5zM8 9h8M8 13h8M8 17h4',
  alert: 'M12 4l9 16H3zM12 10v5M12 18h.01',
  slip: 'M6 3h12v18l-3-2-3 2-3-2-3 2zM9 8h6M9 12h6',
  scale: 'M12 4v16M7 20h10M5 8h14M5 8l-3 6h6zM19 8l-3 6h6z',
  map: 'M9 4L3 6v14l6-2 6 2 6-2V4l-6 2zM9 4v14M15 6v14',
  upload: 'M12 4v10M8 8l4-4 4 4M4 16v4h16v-4',
  download: 'M12 4v10M8 10l4 4 4-4M4 16v4h16v-4',
  person: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4 21c0-4 4-6 8-6s8 2 8 6',
  people: 'M9 11a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM2 20c0-4 3-6 7-6s7 2 7 6M16 4a4 4 0 0 1 0 7M18 14c2 1 4 3 4 6',
  box: 'M4 4h16v5H4zM6 9v11h12V9M10 13h4',
  search: 'M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM16 16l5 5',
  more: 'M4 7h16M4 12h16M4 17h16',
  left: 'M15 5l-7 7 7 7',
  right: 'M9 5l7 7-7 7',
  close: 'M6 6l12 12M18 6L6 18',
  print: 'M7 9V3h10v6M7 17H4V9h16v8h-3M7 14h10v7H7z',
  photo: 'M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M15 9h.01',
  plus: 'M12 5v14M5 12h14',
  calendar: 'M4 6h16v14H4zM4 10h16M8 3v4M16 3v4',
  check: 'M5 12l5 5 9-10',
  phone: 'M8 3h8v18H8zM11 18h2',
} as const

export type IconName = keyof typeof icons
