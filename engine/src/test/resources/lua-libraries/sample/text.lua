return 'from a resource'
