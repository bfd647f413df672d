kubectl patch service @app@ -p "{\"spec\":{\"sessionAffinity\":\"ClientIP\",\"sessionAffinityConfig\":{\"clientIP\":{\"timeoutSeconds\":$((@minutes@ * 60))}}}}"
sleep 5
