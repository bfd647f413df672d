cat > block <<'END'
      affinity:
        podAntiAffinity:
          requiredDuringSchedulingIgnoredDuringExecution:
            - topologyKey: kubernetes.io/hostname
              labelSelector:
                matchLabels: { app: @app@ }
END
sed -i '/^    spec:/r block' @app@.yaml
sed -i 's/^  replicas: 3/  replicas: 3\n  strategy: { rollingUpdate: { maxUnavailable: 1, maxSurge: 0 } }/' @app@.yaml
kubectl apply -f @app@.yaml
kubectl rollout status deployment/@app@
