"""What a proof explains to a reader who knows nothing of this program."""

METHOD = (
    (
        "Comment l’accord est recueilli",
        "Le client reçoit par e-mail un lien privé, propre à lui, fait de 256 bits tirés au "
        "hasard. La page montre le texte entier, son PDF, et un résumé de ses effets. Le client "
        "coche chaque effet, écrit son nom et sa fonction, puis demande un code. Ouvrir la page "
        "ne vaut rien : seul un envoi de formulaire compte.",
    ),
    (
        "Comment le client est identifié",
        "Un code de six chiffres, tiré au hasard, est envoyé à l’adresse e-mail du client connue "
        "du vendeur. Il ne vaut que pour cet acte, dix minutes, une fois, et cinq essais. Le "
        "saisir montre que l’on lit cette boîte aux lettres. Le code n’est gardé que sous une "
        "forme qui ne permet pas de le retrouver, et n’est montré à personne, vendeur compris.",
    ),
    (
        "Comment le texte est figé",
        "À sa publication, le texte est rempli, numéroté, mis en PDF, et leurs empreintes "
        "SHA-256 sont écrites au journal. Une empreinte est un nombre calculé sur tous les "
        "octets d’un fichier : changer une seule lettre la change du tout au tout, et nul ne "
        "sait fabriquer un autre texte qui ait la même. La base de données refuse de modifier "
        "une version publiée ou un accord.",
    ),
    (
        "Comment le journal est protégé",
        "Chaque fait est une ligne numérotée, qui contient l’empreinte de la ligne précédente "
        "et la sienne. On ne peut ni modifier, ni retirer, ni insérer une ligne ancienne sans "
        "devoir refaire toutes les suivantes.",
    ),
    (
        "Ce qui est hors de la main du vendeur",
        "Aussitôt l’accord donné, une confirmation part à l’adresse vérifiée : elle contient le "
        "texte accepté, les empreintes, et l’empreinte de la ligne du journal qui dit cet "
        "accord. Le client détient donc, daté par les serveurs de messagerie, de quoi contrôler "
        "toute cette preuve ; refaire le journal après coup se verrait.",
    ),
    (
        "Ce que cette preuve ne dit pas",
        "C’est une signature électronique simple, au sens du règlement eIDAS, et non qualifiée : "
        "sa fiabilité se démontre (Code civil, articles 1366 et 1367), par les éléments que voici. "
        "L’heure est celle du serveur du vendeur. Le vendeur tient ce serveur : c’est pourquoi la "
        "confirmation reçue par le client et les réponses des serveurs de messagerie comptent.",
    ),
)
PAPER_METHOD = (
    (
        "Comment l’accord est recueilli",
        "Le client a signé hors ligne le texte publié. Le vendeur a déposé le document signé, en "
        "disant qui l’a signé et quel jour ; l’empreinte de ce fichier est écrite au journal le "
        "jour du dépôt. Une confirmation est envoyée au client s’il a une adresse e-mail.",
    ),
    *METHOD[2:4],
    (
        "Ce que cette preuve ne dit pas",
        "La signature elle-même s’apprécie sur l’original : le vendeur le conserve. Le journal "
        "montre depuis quand la copie existe, et qu’elle n’a pas changé depuis.",
    ),
)
VERIFY = (
    "L’archive qui accompagne ce document contient chaque fichier, les lignes du journal et un "
    "petit programme, verifier.py, qui refait tous les calculs (Python 3.11, rien à installer). "
    "Sans lui : la commande « sha256sum -c empreintes.sha256 » compare les fichiers, et "
    "LISEZMOI.txt dit comment refaire le reste."
)
