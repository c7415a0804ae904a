export default {
  // site: 'https://falsch.example.org',
  site: 'https://lichtung.example.org',
  base: '/',
};
