kubectl patch service @app@ -p '{"spec":{"sessionAffinity":"ClientIP","sessionAffinityConfig":{"clientIP":{"timeoutSeconds":@minutes@}}}}'
sleep 5
