"""Web pages as browsers and crawlers save them: decoded, tamed, cut into lines, freed of what belongs to the site."""
