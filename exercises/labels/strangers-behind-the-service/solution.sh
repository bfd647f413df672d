kubectl patch service @app@ -p '{"spec":{"selector":{"component":"web"}}}'
