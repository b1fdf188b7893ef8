"""How fast Salesfit is, measured against a bare page on the same machine in the same minute."""
